package parx.acquisition.internal;

import java.util.Arrays;
import java.util.function.Consumer;

/** The tracks of all channels, by handle. Pipeline thread. */
final class Tracks {
    private final LiveTable live;
    private final RecentSamples recent;
    private final HistoryFeed feed;
    private Track[] all = new Track[0];

    Tracks(LiveTable live, RecentSamples recent, HistoryFeed feed) {
        this.live = live;
        this.recent = recent;
        this.feed = feed;
    }

    /** The channel's track, or null where nobody has configured it. */
    Track find(int handle) {
        return handle < all.length ? all[handle] : null;
    }

    /** The channel's track, made where there is none. */
    Track of(int handle) {
        if (handle >= all.length) {
            all = Arrays.copyOf(all, Math.max(handle + 1, all.length * 2));
        }
        Track track = all[handle];
        if (track == null) {
            live.reserve(handle + 1);
            track = new Track(handle, feed);
            all[handle] = track;
        }
        if (!track.line.hasRing()) {
            track.line.ring(recent.ring(handle));
        }
        return track;
    }

    /** Which channels lost samples nobody knows: each stored line breaks once. */
    void lose() {
        forEach(track -> track.line.lose());
    }

    void forEach(Consumer<Track> action) {
        for (Track track : all) {
            if (track != null) {
                action.accept(track);
            }
        }
    }
}
