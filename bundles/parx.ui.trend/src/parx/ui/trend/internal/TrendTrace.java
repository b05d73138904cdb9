package parx.ui.trend.internal;

import java.util.OptionalLong;
import parx.chart.ChartTrace;
import parx.chart.TraceStore;
import parx.chart.TraceStyle;
import parx.model.SampleSink;
import parx.service.LiveValues;
import parx.service.RecentHistory;
import parx.service.Trace;

/**
 * One channel of a trend, where history and live meet. The older part comes from {@link parx.service.History}, which
 * holds the recent samples too; the newer part is every sample of {@link RecentHistory} after history's newest row.
 * Times of a channel ascend strictly, so that nothing falls between the two and nothing comes twice. UI thread only.
 */
final class TrendTrace {
    /** Device clocks run ahead now and then; a sample from the near future is shown all the same. */
    private static final long AHEAD = 60_000_000;

    private final ChartTrace chart;
    private final int handle;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    /** Whether the store reaches up to now and grows with memory. */
    private boolean live;
    private boolean known;
    private boolean text;
    /** Whether something may be missing between the store and what memory brings next. */
    private boolean apart;
    /** Up to here memory's samples are in the store. */
    private long cursor = Long.MIN_VALUE;
    /** When memory was last asked, or history was, whichever is later. */
    private long askedAt;

    TrendTrace(String channelId, int handle, TraceStyle style) {
        this.chart = new ChartTrace(channelId, style);
        this.handle = handle;
    }

    String id() {
        return chart.id();
    }

    ChartTrace chart() {
        return chart;
    }

    boolean live() {
        return live;
    }

    /** Whether the channel brings text: there is nothing to draw of it. */
    boolean text() {
        return text;
    }

    /** When the oldest value is that there is to draw. */
    OptionalLong oldest() {
        TraceStore.Rows rows = chart.store().rows();
        for (int row = 0; row < rows.count(); row++) {
            if (!rows.empty(row)) {
                return OptionalLong.of(rows.time(row));
            }
        }
        return OptionalLong.empty();
    }

    /** The newest value, whatever the chart shows; null where nothing is known of the channel. */
    LiveValues.Slot newest() {
        return known ? slot : null;
    }

    /**
     * Takes the answer of the history.
     *
     * @param toMicros   end of the range that was asked for
     * @param reachesNow whether that was now: from here on the trace lives
     */
    void take(Trace trace, long toMicros, boolean reachesNow) {
        TraceStore.Rows rows = TraceRows.of(trace);
        TraceStore store = chart.store();
        boolean empty = rows.count() == 0;
        long newest = empty ? Long.MIN_VALUE : rows.time(rows.count() - 1);
        if (live && reachesNow) {
            // What came in while the history was read is newer than its newest row and stays.
            if (!empty) {
                store.replaceThrough(newest, rows);
            }
            cursor = Math.max(cursor, newest);
        } else {
            store.replaceThrough(Long.MAX_VALUE, rows);
            cursor = newest;
            askedAt = toMicros;
        }
        live = reachesNow;
        apart = false;
        if (!reachesNow && !empty && !rows.empty(rows.count() - 1)) {
            // A lost connection or a stop would be a BAD sample: without one the value held to the end of the range.
            store.tail(toMicros, rows.value(rows.count() - 1),
                    (byte) (rows.flags(rows.count() - 1) & TraceStore.UNCERTAIN));
        }
    }

    /** Begins with what memory has, while the history is still being read or cannot be. */
    void startFromMemory(long nowMicros) {
        if (!live) {
            live = true;
            askedAt = nowMicros;
            chart.store().noTail();
            // Between a stretch of the past and memory's first sample nothing is known yet.
            apart = chart.store().length() > 0;
        }
    }

    /**
     * Takes what came since the last call. Wait-free.
     *
     * @return false where memory no longer reaches back to what is in the store: history must be read again
     */
    boolean pull(RecentHistory recent, LiveValues values, long nowMicros) {
        known = values.read(handle, slot);
        // Once seen it stays: while a device is away a channel of text has no text.
        text |= known && slot.text != null;
        if (!live) {
            return true;
        }
        TraceStore store = chart.store();
        long complete = recent.read(handle, Long.MAX_VALUE, Long.MAX_VALUE, (channel, time, value, quality) -> { });
        boolean whole = complete == Long.MAX_VALUE || complete <= askedAt;
        Growth growth = new Growth(store, !whole || apart);
        long since = cursor == Long.MIN_VALUE ? Long.MIN_VALUE : cursor + 1;
        recent.read(handle, since, nowMicros + AHEAD, growth);
        cursor = Math.max(cursor, growth.newest);
        apart = apart && growth.newest == Long.MIN_VALUE;
        askedAt = nowMicros;
        extend(store);
        return whole;
    }

    /** The value in force goes on to the time at which it was last known to be current, and no further. */
    private void extend(TraceStore store) {
        boolean ended = apart || store.length() == 0 || (store.newestFlags() & TraceStore.BAD) != 0;
        if (!known || ended || slot.text != null) {
            store.noTail();
        } else if (slot.timeMicros > store.newestMicros()) {
            store.tail(slot.timeMicros, slot.value, TraceRows.flags(slot.quality, slot.value));
        }
    }

    /** Appends to a store and remembers the newest time. */
    private static final class Growth implements SampleSink {
        private final TraceStore store;
        private long newest = Long.MIN_VALUE;
        private boolean broken;

        /** @param broken whether samples may be missing before the first: no line is drawn over them */
        private Growth(TraceStore store, boolean broken) {
            this.store = store;
            this.broken = broken;
        }

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            byte flags = TraceRows.flags(quality, value);
            store.append(timeMicros, value, broken ? (byte) (flags | TraceStore.BREAK) : flags);
            broken = false;
            newest = Math.max(newest, timeMicros);
        }
    }
}
