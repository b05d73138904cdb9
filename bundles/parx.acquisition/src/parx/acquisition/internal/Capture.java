package parx.acquisition.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import parx.model.Micros;
import parx.model.SampleBatch;
import parx.service.RuleStore.Recording;
import parx.service.Storage.RuleState;

/**
 * Begins and ends the recordings of one event or trigger rule, and takes their samples from the lines' memories. What
 * fires comes in the middle of a parcel, whose other samples may be earlier or later: times decide what belongs to a
 * recording, and samples are taken when the parcel is through. The pipeline thread's, except where it says otherwise.
 */
final class Capture {
    /** So long after a recording's end, and after the last sample of it, more from slower connections may still come. */
    static final long LATE_MICROS = 5 * Micros.PER_SECOND;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RuleSpec.Capturing spec;
    private final ActiveRule rule;
    private final InfoChannels info;
    private final SampleBatch late = new SampleBatch(0);
    private List<CaptureLine> lines = List.of();
    /** The recording under way, or null. */
    private Window window;
    private long deadUntil = Long.MIN_VALUE;

    private volatile RuleState shownState = RuleState.WAITING;
    private volatile long shownEnd;
    private volatile long recordings;
    private volatile boolean cutShort;

    /** A recording's bounds. Pipeline thread. */
    static final class Window {
        final long moment;
        /** Samples after this do not belong to it; MAX_VALUE while nobody knows. */
        long end;
        /** Whether its end is still to be met. */
        boolean open;
        /** Whether samples are counted, from this time on. */
        boolean counting;
        long countFrom;
        /** How far the memories of its channels had come when that changed last, and when that was. */
        private long progress = Long.MIN_VALUE;
        private long progressAt;

        Window(long moment) {
            this.moment = moment;
        }
    }

    Capture(RuleSpec.Capturing spec, ActiveRule rule, LiveTable live, ToIntFunction<String> handles) {
        this.spec = spec;
        this.rule = rule;
        this.info = new InfoChannels(spec.info(), live, handles);
    }

    RuleSpec.Capturing spec() {
        return spec;
    }

    /** These channels are recorded from here on; those that are no more have been finished. */
    void lines(List<CaptureLine> recorded) {
        if (window != null) {
            recorded.stream().filter(line -> !lines.contains(line)).forEach(line -> line.begin(false));
        }
        lines = recorded;
    }

    // --- what fires ------------------------------------------------------------------------------------------------

    /** What begins a recording has happened at this time. */
    void fire(long time) {
        if (window != null && time > window.end) {
            close();
        }
        if (window == null) {
            if (time >= deadUntil) {
                begin(time);
            }
        } else if (spec.extend() && time >= window.moment) {
            extend(time);
        }
    }

    /** What ends a recording has happened at this time. */
    void end(long time) {
        if (window != null && window.open && time >= window.moment) {
            window.open = false;
            follow(time);
            show();
        }
    }

    /** A person says so. */
    void command(boolean record, long now) {
        if (record) {
            fire(now);
        } else if (!spec.event()) {
            end(now);
        } else if (window != null) {
            window.end = Math.min(window.end, now);
        }
    }

    private void begin(long time) {
        window = new Window(time);
        window.open = !spec.event();
        window.end = latest();
        if (rule.own != null) {
            rule.own.recording(new Recording(rule.rule.id() + "-" + NAME.format(instant(time)), time, info.now()));
        }
        for (CaptureLine line : lines) {
            line.begin(true);
            cutShort |= line.line().memory().wasCutShort();
        }
        if (spec.event()) {
            follow(time);
        }
        recordings++;
        show();
    }

    private void extend(long time) {
        if (spec.event()) {
            follow(time);
        } else if (!window.open) {
            window.open = true;
            window.counting = false;
            window.end = latest();
        }
        show();
    }

    /** The post-trigger begins at this time. */
    private void follow(long time) {
        if (spec.countsPost()) {
            window.counting = true;
            window.countFrom = time;
            lines.forEach(line -> line.count(spec.postSamples(), time));
        } else {
            window.end = Math.min(latest(), time + spec.postMicros());
        }
    }

    private long latest() {
        return spec.longestMicros() == Long.MAX_VALUE ? Long.MAX_VALUE : window.moment + spec.longestMicros();
    }

    // --- what is taken ---------------------------------------------------------------------------------------------

    /** A parcel is through. */
    void settle() {
        if (window == null) {
            return;
        }
        boolean complete = true;
        for (CaptureLine line : lines) {
            line.drain(window, spec, late, false);
            complete &= line.isDone() || line.isSilent();
        }
        if (window.counting && complete) {
            close();
        }
    }

    /**
     * Called every second or so: a recording ends though no sample says so, but not while samples of a device come
     * whose clock is behind.
     */
    void tick(long now) {
        if (window == null || window.end >= now - LATE_MICROS) {
            return;
        }
        long progress = 0;
        for (CaptureLine line : lines) {
            progress += line.isDone() ? 0 : line.line().memory().head();
        }
        if (progress != window.progress) {
            window.progress = progress;
            window.progressAt = now;
        } else if (now - window.progressAt >= LATE_MICROS) {
            close();
        }
    }

    /** Ends the recording under way, if there is one. */
    void close() {
        if (window == null) {
            return;
        }
        long last = window.moment;
        for (CaptureLine line : lines) {
            line.drain(window, spec, late, true);
            last = Math.max(last, line.lastTime());
            line.finish();
        }
        deadUntil = (window.end == Long.MAX_VALUE ? last : window.end) + spec.deadMicros();
        window = null;
        if (rule.own != null) {
            rule.own.recording(Recording.NONE);
        }
        show();
    }

    /** The recording under way is over, and no dead time runs any more: the clock was set back, or all ends. */
    void beginAnew() {
        close();
        deadUntil = Long.MIN_VALUE;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    // --- what others see -------------------------------------------------------------------------------------------

    private void show() {
        shownEnd = window == null ? Long.MIN_VALUE : window.end;
        shownState = window == null ? RuleState.WAITING : window.open ? RuleState.RECORDING : RuleState.POST_TRIGGER;
    }

    /** Any thread. */
    RuleState state(long now) {
        RuleState state = shownState;
        return now > shownEnd ? RuleState.WAITING : state;
    }

    /** Begun since the rule is in force. Any thread. */
    long recordings() {
        return recordings;
    }

    /** Whether memory did not suffice for a whole pre-trigger once. Any thread. */
    boolean wasCutShort() {
        return cutShort;
    }
}
