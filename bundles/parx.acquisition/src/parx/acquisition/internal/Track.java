package parx.acquisition.internal;

import java.util.Arrays;
import parx.model.Scaling;

/** What the pipeline knows of one channel. Pipeline thread. */
final class Track {
    final int handle;
    final SampleLine line;
    /** Number of the configuration that last said who acquires this channel. */
    long generation;
    /** Whose samples count: the connection that acquires the channel, or null. */
    Object owner;
    /** Number of the parcel that the newest sample came in. */
    long parcel = -1;
    /** Triggers that this channel fires. */
    Watch[] watches = Watch.NONE;

    double factor = 1;
    double offset;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;

    Track(int handle, HistoryFeed feed) {
        this.handle = handle;
        this.line = new SampleLine(handle, feed);
    }

    void scale(Scaling scaling) {
        factor = scaling.factor();
        offset = scaling.offset();
        low = scaling.clampLow();
        high = scaling.clampHigh();
    }

    void watchedBy(Watch watch) {
        watches = Arrays.copyOf(watches, watches.length + 1);
        watches[watches.length - 1] = watch;
    }
}
