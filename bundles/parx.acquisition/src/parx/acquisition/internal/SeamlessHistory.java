package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import parx.acquisition.internal.grid.Resampler;
import parx.model.ChannelIndex;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.TimeSource;
import parx.service.History;
import parx.service.StoredHistory;
import parx.service.Trace;

/**
 * Stored and recent samples as one. Memory is complete for a channel from some time on; what is stored counts only
 * before that, so that no sample is drawn twice or missed however late the database commits. A range that memory
 * covers asks no database. Thread-safe.
 */
final class SeamlessHistory implements History {
    private final ChannelIndex index;
    private final RecentSamples recent;
    private final StoredHistory stored;
    private final Predicate<String> stepped;
    private final TimeSource clock;

    /** @param stepped whether a channel's value holds between its samples */
    SeamlessHistory(ChannelIndex index, RecentSamples recent, StoredHistory stored, Predicate<String> stepped,
            TimeSource clock) {
        this.index = index;
        this.recent = recent;
        this.stored = stored;
        this.stepped = stepped;
        this.clock = clock;
    }

    @Override
    public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException {
        SampleJoin join = new SampleJoin(index, recent, stored, channelIds);
        join.samples(fromMicros, toMicros, (place, time, value, quality) ->
                into.sample(join.handle(place), time, value, quality));
    }

    @Override
    public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException {
        return new SampleJoin(index, recent, stored, channelIds).valueAt(timeMicros);
    }

    @Override
    public void resample(Resampling query, RowSink into) throws HistoryException {
        SampleJoin join = new SampleJoin(index, recent, stored, query.channelIds());
        boolean[] held = new boolean[query.channelIds().size()];
        for (int place = 0; place < held.length; place++) {
            held[place] = stepped.test(query.channelIds().get(place));
        }
        Resampler resampler = new Resampler(query, held, clock.nowMicros(), join::firstFrom, into);
        try {
            boolean ofSamples = switch (query.method()) {
                case AVERAGE, MIN, MAX -> true;
                case LAST, INTERPOLATED, TIME_WEIGHTED_AVERAGE -> false;
            };
            long from = ofSamples ? aggregates(query, join, resampler) : begin(query, join, resampler);
            join.samples(from, query.method().ofStep() ? query.toMicros() - 1 : query.toMicros(), resampler);
            resampler.finish();
        } catch (Resampler.Ended e) {
            throw e.failure();
        }
    }

    /** Takes from rollups what is too old to be in memory. @return from where on samples are needed */
    private long aggregates(Resampling query, SampleJoin join, Resampler into) throws HistoryException {
        long until = Math.min(query.toMicros(), join.completeFrom());
        return until <= query.fromMicros() ? query.fromMicros()
                : stored.aggregates(query.channelIds(), query.fromMicros(), until, query.stepMicros(), into);
    }

    /** Takes the samples in force at the begin. @return from where on samples are needed */
    private static long begin(Resampling query, SampleJoin join, Resampler into) throws HistoryException {
        List<Optional<Sample>> leads = join.valueAt(query.fromMicros() - 1);
        for (int place = 0; place < leads.size(); place++) {
            if (leads.get(place).isPresent()) {
                Sample lead = leads.get(place).get();
                into.sample(place, lead.timeMicros(), lead.value(), lead.qualityCode());
            }
        }
        return query.fromMicros();
    }

    @Override
    public List<Trace> read(HistoryQuery query) throws HistoryException {
        Map<String, Rows> fromMemory = new HashMap<>();
        Map<String, Long> completeFrom = new HashMap<>();
        for (String id : query.channelIds()) {
            Rows rows = new Rows();
            completeFrom.put(id, recent.read(index.find(id), query.fromMicros(), query.toMicros(), true, rows));
            fromMemory.put(id, rows);
        }
        Map<String, Trace> fromDatabase = readStored(query, completeFrom);
        List<Trace> traces = new ArrayList<>(query.channelIds().size());
        for (String id : query.channelIds()) {
            Trace before = fromDatabase.get(id);
            traces.add(before == null ? fromMemory.get(id).trace(id, query)
                    : join(id, query, before, fromMemory.get(id), completeFrom.get(id)));
        }
        return traces;
    }

    /** Two reads at most: of channels whose memory begins within the range, and of those that have none there. */
    private Map<String, Trace> readStored(HistoryQuery query, Map<String, Long> completeFrom) throws HistoryException {
        List<String> partly = new ArrayList<>();
        List<String> wholly = new ArrayList<>();
        long until = query.fromMicros();
        for (String id : query.channelIds()) {
            long complete = completeFrom.get(id);
            if (complete > query.toMicros()) {
                wholly.add(id);
            } else if (complete > query.fromMicros()) {
                partly.add(id);
                until = Math.max(until, complete - 1);
            }
        }
        Map<String, Trace> traces = new HashMap<>();
        readStored(query, partly, until, traces);
        readStored(query, wholly, query.toMicros(), traces);
        return traces;
    }

    /** Reads in the columns that this part of the range has on screen. */
    private void readStored(HistoryQuery query, List<String> ids, long to, Map<String, Trace> into) throws HistoryException {
        if (ids.isEmpty()) {
            return;
        }
        double share = query.toMicros() == query.fromMicros() ? 1
                : (double) (to - query.fromMicros()) / (query.toMicros() - query.fromMicros());
        int columns = Math.max(1, (int) Math.ceil(query.columns() * share));
        for (Trace trace : stored.read(new HistoryQuery(ids, query.fromMicros(), to, columns))) {
            into.put(trace.channelId(), trace);
        }
    }

    /** Both parts in one trace: raw where all of it fits, buckets otherwise. */
    private static Trace join(String id, HistoryQuery query, Trace before, Rows memory, long completeFrom) {
        Rows rows = new Rows();
        boolean raw = before.raw();
        rows.addBefore(completeFrom, before);
        if (raw) {
            rows.addAll(memory);
            return rows.trace(id, query);
        }
        rows.addMerging(memory.bucketsIfMany(query));
        return rows.asBuckets(id);
    }
}
