package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.TimeSource;

/**
 * The database as a {@link RowStore}: decides what becomes of rows that it does not take at once: again, merged, or set
 * aside. Owned by the history-writer thread; the counter, the sentence and {@link #giveUp} are for any.
 */
final class ChannelDataStore implements RowStore {
    static final String TABLE = "channel_data";
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDataStore.class);
    /** A channel may be refused for hours. */
    private static final long LOG_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final ChannelDataTable table;
    private final SetAside quarantine;
    private final TimeSource time;
    private final AtomicLong committed = new AtomicLong();
    private volatile String problem = "";
    private final Suspicion suspicion = new Suspicion();
    private boolean merge;
    private boolean partitionsTried;
    /** Rows set aside that the log tells of, and those that it does not yet. */
    private long logged;
    private long unlogged;
    private long loggedNanos;

    ChannelDataStore(ChannelDataTable table, SetAside quarantine, TimeSource time) {
        this.time = time;
        this.table = table;
        this.quarantine = quarantine;
    }

    @Override
    public long committed() {
        return committed.get();
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void giveUp() {
        table.abort();
    }

    /**
     * Tries to store the oldest of these rows.
     *
     * @return how many of them are safe now; 0 where the database is away or refuses everything for the moment
     */
    @Override
    public int write(Rows rows) {
        Rows part = rows.first(suspicion.toOffer(rows.count()));
        try {
            if (!table.isConnected() && !table.connect()) {
                return 0;
            }
            if (suspicion.sifts()) {
                return sifted(part, table.sift(part));
            }
            long leftOut = 0;
            if (merge) {
                leftOut = leaveOut(table.merge(part));
            } else {
                table.copy(part);
            }
            suspicion.stored(part.count());
            stored(part.count() - leftOut);
            return part.count();
        } catch (SQLException e) {
            return failed(part, e);
        } catch (RuntimeException e) {
            // A row that cannot even be encoded must not hold up the others for ever.
            LOG.error("A sample cannot be encoded", e);
            return poison(part, String.valueOf(e.getMessage()), -1);
        }
    }

    @Override
    public void close() {
        table.close();
    }

    private long leaveOut(Map<String, Long> byChannel) {
        byChannel.forEach(quarantine::leaveOut);
        return byChannel.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was refused goes aside after the commit: without it the same rows are offered, and refused, again. */
    private int sifted(Rows part, Sieve.Sifted sifted) {
        int refused = sifted.refused().size();
        if (refused > 0 && !setAside(sifted.refused())) {
            return 0;
        }
        suspicion.sifted(refused);
        stored(part.count() - refused - leaveOut(sifted.leftOut()));
        return part.count();
    }

    private void stored(long rows) {
        committed.addAndGet(rows);
        merge = false;
        partitionsTried = false;
        if (!problem.isEmpty()) {
            LOG.info("Samples are stored again");
            problem = "";
        }
    }

    private int failed(Rows part, SQLException e) {
        switch (SqlFailure.of(e)) {
            case DUPLICATE -> {
                if (!merge) {
                    LOG.info("Some of {} samples are stored already, after an unknown outcome or a repeated time; "
                            + "merging: {}", part.count(), SqlFailure.firstLine(e));
                    merge = true;
                    return write(part);
                }
                return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
            }
            case NO_PARTITION -> {
                if (partitionsTried) {
                    return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
                }
                partitionsTried = true;
                return withNewPartitions(part);
            }
            case POISON -> {
                return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
            }
            default -> {
                return away(e);
            }
        }
    }

    private int withNewPartitions(Rows part) {
        try {
            table.createPartitions(part);
        } catch (SQLException e) {
            return SqlFailure.of(e) == SqlFailure.POISON ? poison(part, SqlFailure.firstLine(e), -1) : away(e);
        }
        return write(part);
    }

    /**
     * Has what is suspect sifted, and halves what even that does not take, until one row is left, which is set aside.
     *
     * @param row which the database named, from 0 on, or -1
     */
    private int poison(Rows part, String reason, int row) {
        partitionsTried = false;
        if (part.count() > 1 || !suspicion.sifts()) {
            suspicion.refused(part.count(), row);
            return write(part);
        }
        if (!setAside(List.of(new SetAside.Refusal(part.batch(), part.from(), reason)))) {
            return 0;
        }
        suspicion.sifted(1);
        merge = false;
        return 1;
    }

    private boolean setAside(List<SetAside.Refusal> refused) {
        String reason = refused.getFirst().reason();
        try {
            quarantine.add(refused);
        } catch (IOException io) {
            if (problem.isEmpty()) {
                LOG.error("A sample that PostgreSQL refuses cannot be set aside", io);
            }
            problem = TEXTS.text("store.poison", reason, io.getMessage());
            return false;
        }
        unlogged += refused.size();
        if (logged == 0 || time.monotonicNanos() - loggedNanos >= LOG_EVERY) {
            LOG.error("PostgreSQL refuses samples for ever; {} were set aside in quarantine.csv: {}", unlogged, reason);
            logged += unlogged;
            unlogged = 0;
            loggedNanos = time.monotonicNanos();
        }
        return true;
    }

    private int away(SQLException e) {
        if (problem.isEmpty()) {
            // A server that is away is routine and has no use for a stack trace.
            LOG.warn("{}", SqlFailure.sentence(e).english(), SqlFailure.of(e) == SqlFailure.AWAY ? null : e);
        }
        problem = SqlFailure.sentence(e).local();
        return 0;
    }
}
