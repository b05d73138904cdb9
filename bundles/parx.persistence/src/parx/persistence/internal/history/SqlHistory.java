package parx.persistence.internal.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.persistence.internal.history.packed.PackedRows;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.StoredHistory;
import parx.service.Trace;

/**
 * Reads channel_data and its rollups, in as many rows as the query has use for. Thread-safe: each call has
 * connections of its own and ends soon when its thread is interrupted.
 */
public final class SqlHistory implements StoredHistory, AutoCloseable {
    /** Nearly every channel has a sample within these days, or none at all. */
    private static final long NEAR = 7 * Partitions.DAY_MICROS;

    private final Snapshots snapshots;
    private final ChannelIndex index;
    private final RawRows rows;
    private final boolean timescale;
    private final Supplier<Map<String, NewestSample>> leftOnDisk;

    /** @param writer knows what an earlier run left on disk */
    public SqlHistory(DataSource source, ChannelIndex index, boolean timescale, HistoryWriter writer) {
        this(source, index, timescale, writer::leftOnDisk);
    }

    /** Beside a ParX that acquires: what an earlier run left on disk is the other's. */
    public static SqlHistory attached(DataSource source, ChannelIndex index, boolean timescale) {
        return new SqlHistory(source, index, timescale, Map::of);
    }

    /** @param leftOnDisk the newest sample of each channel that an earlier run could not store, by id */
    SqlHistory(DataSource source, ChannelIndex index, boolean timescale, Supplier<Map<String, NewestSample>> leftOnDisk) {
        this.leftOnDisk = leftOnDisk;
        this.snapshots = new Snapshots(source);
        this.index = index;
        this.rows = timescale ? new TableRows() : new PackedRows(new TableRows());
        this.timescale = timescale;
    }

    @Override
    public List<Trace> read(HistoryQuery query) throws HistoryException {
        return snapshots.read((connection, copy) -> TraceReader.read(connection, copy, rows, timescale, query));
    }

    @Override
    public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException {
        int[] handles = channelIds.stream().mapToInt(index::handle).toArray();
        new SampleStream(snapshots, rows, channelIds, SampleStream.WINDOW_ROWS).read(fromMicros, toMicros,
                (place, time, value, quality) -> into.sample(handles[place], time, value, quality));
    }

    @Override
    public long aggregates(List<String> channelIds, long fromMicros, long toMicros, long stepMicros, AggregateSink into)
            throws HistoryException {
        int level = AggregateStream.level(fromMicros, stepMicros);
        return level < 0 ? fromMicros
                : new AggregateStream(snapshots, rows, timescale, channelIds).read(level, fromMicros, toMicros, into);
    }

    @Override
    public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException {
        long at = Sql.clamp(timeMicros);
        return nearest(channelIds, (copy, ids, near, into) -> rows.newest(copy, ids,
                near ? at - NEAR : Long.MIN_VALUE, near ? at : at - NEAR - 1, into));
    }

    @Override
    public List<Optional<Sample>> firstFrom(List<String> channelIds, long timeMicros) throws HistoryException {
        long at = Sql.clamp(timeMicros);
        return nearest(channelIds, (copy, ids, near, into) -> rows.read(copy, ids,
                near ? at : at + NEAR + 1, near ? at + NEAR : Long.MAX_VALUE, 1, into));
    }

    /** Looks for one sample per channel. */
    private interface Look {
        /** @param near within the next days; otherwise beyond them */
        void at(PGConnection copy, List<String> ids, boolean near, SampleSink into) throws SQLException;
    }

    private List<Optional<Sample>> nearest(List<String> channelIds, Look look) throws HistoryException {
        List<Optional<Sample>> found = new ArrayList<>(Collections.nCopies(channelIds.size(), Optional.empty()));
        return snapshots.read((connection, copy) -> {
            look.at(copy, channelIds, true, (place, time, value, quality) -> found.set(place,
                    Optional.of(new Sample(index.handle(channelIds.get(place)), time, value, quality))));
            // A look at every day that there is takes longer: only for channels that need it.
            int[] missing = IntStream.range(0, found.size()).filter(i -> found.get(i).isEmpty()).toArray();
            List<String> ids = Arrays.stream(missing).mapToObj(channelIds::get).toList();
            look.at(copy, ids, false, (place, time, value, quality) -> found.set(missing[place],
                    Optional.of(new Sample(index.handle(ids.get(place)), time, value, quality))));
            return found;
        });
    }

    @Override
    public Map<String, Long> newestNotBad(Collection<String> channelIds) throws HistoryException {
        List<String> ids = List.copyOf(channelIds);
        return snapshots.read((connection, copy) -> {
            Map<String, NewestSample> newest = new HashMap<>();
            rows.newest(copy, ids, Long.MIN_VALUE, Long.MAX_VALUE, (place, time, value, quality) -> newest.put(ids.get(place),
                    new NewestSample(time, QualityCode.isBad(quality))));
            return notBad(newest, channelIds);
        });
    }

    /** What an earlier run left on disk is newer than what it brought into the database. */
    private Map<String, Long> notBad(Map<String, NewestSample> stored, Collection<String> channelIds) {
        Map<String, NewestSample> newest = new HashMap<>(stored);
        Map<String, NewestSample> waiting = leftOnDisk.get();
        for (String id : channelIds) {
            NewestSample onDisk = waiting.get(id);
            if (onDisk != null) {
                newest.merge(id, onDisk, (a, b) -> a.timeMicros() >= b.timeMicros() ? a : b);
            }
        }
        Map<String, Long> times = new HashMap<>();
        newest.forEach((id, sample) -> {
            if (!sample.bad()) {
                times.put(id, sample.timeMicros());
            }
        });
        return times;
    }

    /** Ends the thread that looks for interrupts. Idempotent. */
    @Override
    public void close() {
        snapshots.close();
    }
}
