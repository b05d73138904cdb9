package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.model.ChannelIndex;
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

    SeamlessHistory(ChannelIndex index, RecentSamples recent, StoredHistory stored) {
        this.index = index;
        this.recent = recent;
        this.stored = stored;
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
        for (int row = 0; row < before.length() && before.timeMicros()[row] < completeFrom; row++) {
            rows.add(before.timeMicros()[row], before.first()[row], before.min()[row], before.max()[row],
                    before.last()[row], before.quality()[row], before.gap()[row]);
        }
        if (raw) {
            rows.addAll(memory);
            return rows.trace(id, query);
        }
        rows.addMerging(memory.bucketsIfMany(query));
        return rows.asBuckets(id);
    }
}
