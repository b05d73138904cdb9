package parx.persistence.internal.influx;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.Sentence;
import parx.model.StorageRule;
import parx.persistence.internal.backend.BackEnd;
import parx.persistence.internal.history.Rows;
import parx.persistence.internal.history.SetAside;
import parx.persistence.internal.influx.InfluxServer.Answer;
import parx.service.RuleStore.Recording;

/**
 * Stores a rule's rows in InfluxDB. A row that is sent twice is there once, for InfluxDB overwrites what has the same
 * series and time. Owned by its rule's writer thread; counters, sentence and {@link #giveUp} are for any.
 */
public final class InfluxBackEnd implements BackEnd {
    private static final Logger LOG = LoggerFactory.getLogger(InfluxBackEnd.class);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private final String rule;
    private final InfluxSettings settings;
    private final InfluxServer server;
    private final LineProtocol lines;
    private final SetAside setAside;
    private final AtomicLong committed = new AtomicLong();
    private volatile String problem = "";
    /** So many of the next rows are known to hold one that the server will never accept; 0 for none. */
    private int suspect;
    /** Null before it is known. */
    private String retentionPolicy;

    /** @param units the engineering unit of a channel id, or the empty text @throws parx.model.SettingsException */
    public InfluxBackEnd(StorageRule rule, ChannelIndex index, UnaryOperator<String> units, SetAside setAside,
            SecretPlaces places) {
        this.rule = rule.name();
        this.setAside = setAside;
        settings = InfluxSettings.of(rule, places);
        server = new InfluxServer(settings);
        lines = new LineProtocol(settings.measurement(), index, units);
    }

    @Override
    public int write(Rows rows) {
        Rows part = suspect > 0 ? rows.first(Math.max(1, suspect / 2)) : rows;
        int encoded = lines.encode(part);
        if (encoded == 0) {
            return setAside(part, lines.refusal());
        }
        part = part.first(encoded);
        try {
            if (retentionPolicy == null && !chooseRetentionPolicy()) {
                return 0;
            }
            return judge(part, server.write(lines.lines(), retentionPolicy));
        } catch (IOException e) {
            return away(InfluxProblem.unreachable(settings, e));
        }
    }

    @Override
    public void recording(Recording recording) {
        lines.recording(recording.id());
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public long committed() {
        return committed.get();
    }

    /** As sent, compressed; what InfluxDB makes of it on its disk is of the same order. */
    @Override
    public double bytesPerRow() {
        long rows = committed.get();
        return rows == 0 ? Double.NaN : (double) server.sentBytes() / rows;
    }

    @Override
    public void giveUp() {
        server.giveUp();
    }

    @Override
    public void close() {
        server.close();
    }

    private int judge(Rows part, Answer answer) {
        if (answer.isGood()) {
            committed.addAndGet(part.count());
            suspect = Math.max(0, suspect - part.count());
            well();
            return part.count();
        }
        if (answer.status() == BAD_REQUEST || answer.status() == TOO_LARGE) {
            return refused(part, answer);
        }
        return away(InfluxProblem.refusal(settings, answer));
    }

    /** Halves what is suspect until one row is left, which is set aside; the good ones are stored on the way. */
    private int refused(Rows part, Answer answer) {
        if (part.count() > 1) {
            suspect = part.count();
            return write(part);
        }
        return setAside(part, "InfluxDB refuses it: " + (answer.error().isEmpty() ? "status " + answer.status()
                : answer.error()));
    }

    private int setAside(Rows part, String reason) {
        try {
            setAside.add(part, reason);
        } catch (IOException e) {
            return away(TEXTS.of("influx.quarantine", settings.address(), reason, e.getMessage()));
        }
        LOG.error("The storage rule ‘{}’: a sample was set aside in quarantine: {}", rule, reason);
        suspect = 0;
        return 1;
    }

    /**
     * A retention becomes a policy of its own on 1.x. Where the server knows no such thing (2.x and 3.x keep by bucket) or
     * does not let this user, the rows go where the database's default keeps them, and the log says so.
     *
     * @return false where the server cannot be asked now
     */
    private boolean chooseRetentionPolicy() throws IOException {
        if (!settings.retentionPolicy().isEmpty() || settings.keepDays() == 0) {
            retentionPolicy = settings.retentionPolicy();
            return true;
        }
        int days = settings.keepDays();
        String name = "parx_" + days + "d";
        Answer answer = server.query("CREATE RETENTION POLICY " + quoted(name) + " ON " + quoted(settings.database())
                + " DURATION " + days + "d REPLICATION 1");
        if (answer.isGood()) {
            retentionPolicy = name;
            return true;
        }
        boolean noDatabase = answer.error().contains("database not found");
        if (noDatabase || answer.status() / 100 == 5 || answer.status() == UNAUTHORIZED) {
            away(InfluxProblem.refusal(settings, noDatabase ? new Answer(NOT_FOUND, answer.error()) : answer));
            return false;
        }
        LOG.warn("The storage rule ‘{}’ asks for {} days, but {} makes no retention policy for it ({}). Samples stay as long "
                + "as the database's or bucket's own retention says", rule, days, settings.address(), answer.error());
        retentionPolicy = "";
        return true;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void well() {
        if (!problem.isEmpty()) {
            LOG.info("The storage rule ‘{}’: {} takes samples again", rule, settings.address());
            problem = "";
        }
    }

    private int away(Sentence sentence) {
        if (problem.isEmpty()) {
            // A server that is away is routine and has no use for a stack trace.
            LOG.warn("The storage rule ‘{}’: {}", rule, sentence.english());
        }
        problem = sentence.local();
        return 0;
    }
}
