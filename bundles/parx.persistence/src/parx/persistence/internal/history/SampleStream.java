package parx.persistence.internal.history;

import java.util.List;
import parx.model.SampleMerge;
import parx.model.SampleSink;
import parx.service.History.HistoryException;

/**
 * Every sample of some channels in the order of time, window by window: each window is read in a transaction of its
 * own, kept, merged and handed over, so that a long stream holds neither the range in memory nor a connection while
 * the receiver works, and retention never waits for it. A window is as long as the rows that fit. One call, one thread.
 */
final class SampleStream {
    /** Samples in memory at a time: at 17 bytes each about 9 MB. */
    static final int WINDOW_ROWS = 1 << 19;
    private static final long FIRST_WINDOW = 60_000_000L;
    private static final int LOOK_EVERY = 4_096;

    private final Snapshots snapshots;
    private final RawRows rows;
    private final List<String> channelIds;
    private final SampleMerge window;
    private final int mostPerChannel;

    /** @param windowRows samples of all channels together that are in memory at a time */
    SampleStream(Snapshots snapshots, RawRows rows, List<String> channelIds, int windowRows) {
        this.snapshots = snapshots;
        this.rows = rows;
        this.channelIds = channelIds;
        window = new SampleMerge(channelIds.size());
        mostPerChannel = Math.max(2, windowRows / Math.max(1, channelIds.size()));
    }

    /** Hands over everything from {@code from} to {@code to}, both included; the sink gets places in the list. */
    void read(long from, long to, SampleSink into) throws HistoryException {
        if (channelIds.isEmpty()) {
            return;
        }
        long length = FIRST_WINDOW;
        long at = Sql.clamp(from);
        long end = Sql.clamp(to);
        while (at <= end) {
            long last = end - at < length ? end : at + length - 1;
            int fullest = load(at, last);
            long whole = whole(last);
            while (window.drain(whole, LOOK_EVERY, into)) {
                stopWhereInterrupted();
            }
            stopWhereInterrupted();
            if (whole < last) {
                length = whole - at + 1;
            } else if (fullest <= mostPerChannel / 4) {
                length *= 4;
            }
            at = whole + 1;
        }
    }

    /** @return how many samples the busiest channel has in this window */
    private int load(long from, long to) throws HistoryException {
        window.clear();
        return snapshots.read((connection, copy) -> {
            rows.read(copy, channelIds, from, to, mostPerChannel, window);
            int fullest = 0;
            for (int place = 0; place < channelIds.size(); place++) {
                fullest = Math.max(fullest, window.length(place));
            }
            return fullest;
        });
    }

    /** Up to which time every channel is complete: one that is full may have been cut. */
    private long whole(long last) {
        long whole = last;
        for (int place = 0; place < channelIds.size(); place++) {
            if (window.length(place) >= mostPerChannel) {
                whole = Math.min(whole, window.newest(place));
            }
        }
        return whole;
    }

    private static void stopWhereInterrupted() throws HistoryException {
        if (Thread.currentThread().isInterrupted()) {
            throw Snapshots.cancelled(null);
        }
    }
}
