package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.service.DropCause;

/**
 * Rows that a back end will never accept, set aside in {@code quarantine.csv} with the reason, for a person to look at,
 * try again or delete. One for the whole site; what it holds is in memory too, hence its bound. Thread-safe.
 */
public final class Quarantine {
    /** System property: most rows that are kept. */
    static final String PROPERTY = "parx.quarantine.max";
    static final int DEFAULT_ROWS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String FILE = "quarantine.csv";

    private final QuarantineFile file;
    private final ChannelIndex index;
    private final TimeSource time;
    private final int most;
    private final Map<Long, SetAsideRow> rows = new LinkedHashMap<>();
    /** Those that are being tried again, by what they are: if they come back, they keep their place. */
    private final Map<Sample, Long> underway = new HashMap<>();
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private long nextId = 1;
    private boolean full;
    /** By destination; replaced as a whole. */
    private volatile Map<String, Long> counts = Map.of();
    private volatile long count;

    /** What makes a row that comes back the one that was tried again. */
    private record Sample(String ruleOrTable, String channelId, long timeMicros, long valueBits, byte quality) {
    }

    /** @throws IOException where what an earlier run set aside cannot be read */
    public Quarantine(Path folder, ChannelIndex index, TimeSource time) throws IOException {
        this(folder, index, time, Math.max(1, Integer.getInteger(PROPERTY, DEFAULT_ROWS)));
    }

    Quarantine(Path folder, ChannelIndex index, TimeSource time, int most) throws IOException {
        this.index = index;
        this.time = time;
        this.most = most;
        file = new QuarantineFile(folder.resolve(FILE));
        for (SetAsideRow row : file.read()) {
            rows.put(row.id(), row);
            nextId = Math.max(nextId, row.id() + 1);
        }
        if (!rows.isEmpty()) {
            // In this version's form, and without a line that a crash cut.
            file.replace(rows.values());
        }
        recount();
    }

    /** For the rows of one destination: the table or the id of the rule whose back end refuses them. */
    public SetAside of(String ruleOrTable) {
        return places.computeIfAbsent(ruleOrTable, Place::new);
    }

    /** Rows that are set aside. Never blocks. */
    long count() {
        return count;
    }

    /** The newest, newest first. */
    synchronized List<SetAsideRow> newest(int limit) {
        List<SetAsideRow> all = new ArrayList<>(rows.values()).reversed();
        return List.copyOf(all.subList(0, Math.min(Math.max(0, limit), all.size())));
    }

    /** Those of these ids that are there. */
    synchronized List<SetAsideRow> rows(Collection<Long> ids) {
        return ids.stream().distinct().filter(rows::containsKey).map(rows::get).toList();
    }

    /** The writer that stores rows of this destination now, or null. */
    BufferedWriter writer(String ruleOrTable) {
        Place place = places.get(ruleOrTable);
        return place == null ? null : place.writer;
    }

    synchronized void remove(Collection<Long> ids) throws IOException {
        Map<Long, SetAsideRow> left = new LinkedHashMap<>(rows);
        left.keySet().removeAll(ids);
        file.replace(left.values());
        rows.keySet().removeAll(ids);
        recount();
        full = false;
    }

    private void recount() {
        counts = rows.values().stream().map(SetAsideRow::ruleOrTable)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        count = rows.size();
    }

    /** These rows are offered to their back end again. */
    synchronized void begin(Collection<SetAsideRow> again) {
        again.forEach(row -> underway.put(new Sample(row.ruleOrTable(), row.channelId(), row.timeMicros(),
                Double.doubleToLongBits(row.value()), row.quality()), row.id()));
    }

    /** @return those of these rows that did not come back */
    synchronized List<Long> end(Collection<SetAsideRow> again) {
        List<Long> gone = new ArrayList<>();
        for (SetAsideRow row : again) {
            if (underway.values().remove(row.id())) {
                gone.add(row.id());
            }
        }
        return gone;
    }

    /** @return those for which there is no room */
    private synchronized List<SetAside.Refusal> add(String ruleOrTable, List<SetAside.Refusal> refused) throws IOException {
        List<SetAsideRow> fresh = new ArrayList<>();
        Map<Sample, SetAsideRow> back = new HashMap<>();
        List<SetAside.Refusal> left = new ArrayList<>();
        for (SetAside.Refusal refusal : refused) {
            SetAsideRow row = row(nextId + fresh.size(), ruleOrTable, refusal);
            Sample sample = new Sample(ruleOrTable, row.channelId(), row.timeMicros(), Double.doubleToLongBits(row.value()),
                    row.quality());
            SetAsideRow known = rows.get(underway.getOrDefault(sample, 0L));
            if (known != null && !back.containsKey(sample)) {
                back.put(sample, known.with(refusal.reason()));
            } else if (rows.size() + fresh.size() < most) {
                fresh.add(row);
            } else {
                left.add(refusal);
            }
        }
        if (!fresh.isEmpty()) {
            file.append(fresh);
        }
        fresh.forEach(row -> rows.put(row.id(), row));
        nextId += fresh.size();
        back.forEach((sample, row) -> {
            underway.remove(sample);
            rows.put(row.id(), row);
        });
        if (!fresh.isEmpty()) {
            Map<String, Long> grown = new HashMap<>(counts);
            grown.merge(ruleOrTable, (long) fresh.size(), Long::sum);
            counts = grown;
        }
        count = rows.size();
        if (!left.isEmpty() && !full) {
            LOG.error("{} refused samples are set aside already, as many as {} allows; more are dropped. Retry or"
                    + " delete some", rows.size(), PROPERTY);
            full = true;
        }
        return left;
    }

    private SetAsideRow row(long id, String ruleOrTable, SetAside.Refusal refusal) {
        SampleBatch batch = refusal.batch();
        int row = refusal.row();
        int handle = batch.channel(row);
        String channelId = handle >= 0 && handle < index.size() ? index.id(handle) : "unknown handle " + handle;
        return new SetAsideRow(id, time.nowMicros(), ruleOrTable, batch.timeMicros(row), channelId, batch.value(row),
                batch.quality(row), batch.keepDays(row), refusal.reason());
    }

    /** Of one destination. Thread-safe. */
    private final class Place implements SetAside {
        private final String ruleOrTable;
        private volatile BufferedWriter writer;

        Place(String ruleOrTable) {
            this.ruleOrTable = ruleOrTable;
        }

        @Override
        public void add(List<Refusal> refused) throws IOException {
            List<Refusal> left = Quarantine.this.add(ruleOrTable, refused);
            BufferedWriter current = writer;
            if (current != null) {
                left.forEach(refusal -> current.dropHere(DropCause.QUARANTINE_FULL, refusal.rows()));
            }
        }

        @Override
        public void leaveOut(String channelId, long left) {
            if (writer != null) {
                writer.countDropped(DropCause.REPEATED_TIME, index.handle(channelId), left);
            }
        }

        @Override
        public long count() {
            return counts.getOrDefault(ruleOrTable, 0L);
        }

        @Override
        public void connect(BufferedWriter current) {
            writer = current;
        }
    }
}
