package parx.model;

import static parx.model.RuleSetting.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parx.model.RuleSetting.Choice;
import parx.model.RuleSetting.Condition;
import parx.model.RuleSetting.Kind;
import parx.model.StorageRule.Mode;

/**
 * What the config of a storage rule may hold, by mode. What a back end needs stands in {@link BackendSettings}. An
 * event keeps every sample of a window around a moment; a trigger rule those from a start to a stop, or while a
 * condition holds. Pure data, any thread.
 */
public final class RuleSettings {
    private static final long LONGEST_MILLIS = 366L * 24 * 3_600_000;
    private static final long LONGEST_PRE_TRIGGER_MILLIS = 600_000;
    private static final int MOST_PRE_TRIGGER_SAMPLES = 100_000;
    private static final int MOST_POST_TRIGGER_SAMPLES = 10_000_000;

    public static final RuleSetting UNLESS_OTHER = setting("unlessOther", "Only where no other rule").kind(Kind.FLAG)
            .standard(false).help("The rule covers only channels that no continuous or change rule of the same back end and "
                    + "without this mark covers.");
    public static final RuleSetting RETENTION = setting("retention", "Retention").kind(Kind.RETENTION)
            .help("How long samples stay: 12h, 7d, 4w, 6m, 1y. Of a sample that several rules keep, the longest holds; "
                    + "without one, the site's standard of 90 days.");

    public static final RuleSetting INTERVAL = setting("interval", "Interval").millis(LONGEST_MILLIS).standard(1_000)
            .help("One value is kept per interval; 0 keeps every sample. Intervals begin at whole multiples since 1970.");
    public static final RuleSetting VALUE = setting("value", "Value").choice(new Choice("last", "last sample"),
            new Choice("average", "average"), new Choice("minmax", "minimum and maximum")).standard("last")
            .help("What is kept of an interval: its last sample; the average of its good samples, at the interval's "
                    + "last microsecond; or its lowest and its highest sample, each at its own time.");

    public static final RuleSetting COMPRESSION = setting("compression", "Compression").choice(new Choice("none", "deadband"),
            new Choice("swingingDoor", "swinging door")).standard("none")
            .help("Deadband keeps what differs from the last kept value; swinging door keeps the corners of a line "
                    + "that never differs from any sample by more than the deviation.");
    private static final Condition DEADBANDED = new Condition(COMPRESSION, List.of("none"));
    private static final Condition DOOR = new Condition(COMPRESSION, List.of("swingingDoor"));
    public static final RuleSetting DEADBAND = setting("deadband", "Deadband").decimal(0, Double.NaN).standard(0)
            .onlyIf(DEADBANDED).help("In the channel's units: a value is kept when it differs by more from the last "
                    + "kept one; 0 keeps every change. Never for set points.");
    public static final RuleSetting DEADBAND_PERCENT = setting("deadbandPercent", "Deadband, percent").unit("%")
            .decimal(0, 100).onlyIf(DEADBANDED).help("In place of the deadband: percent of the channel's range.");
    public static final RuleSetting DEVIATION = setting("deviation", "Deviation").decimal(0, Double.NaN).standard(0)
            .onlyIf(DOOR).help("In the channel's units: how far the line between kept samples may be from any sample.");
    public static final RuleSetting DEVIATION_PERCENT = setting("deviationPercent", "Deviation, percent").unit("%")
            .decimal(0, 100).onlyIf(DOOR).help("In place of the deviation: percent of the channel's range.");
    public static final RuleSetting HEARTBEAT = setting("heartbeat", "Heartbeat").millis(LONGEST_MILLIS).standard(600_000)
            .help("A sample is kept at least this often, also of a constant value; 0 for never.");

    public static final TriggerSettings TRIGGER = new TriggerSettings("trigger", "Trigger", false);
    /** For {@link Mode#TRIGGER} only; absent where the recording ends as its condition does. */
    public static final TriggerSettings STOP = new TriggerSettings("stop", "Stop", true);
    public static final RuleSetting PRE_TRIGGER = setting("preTrigger", "Pre-trigger").millis(LONGEST_PRE_TRIGGER_MILLIS)
            .standard(0).help("Samples of this long before the moment are kept, from memory.");
    public static final RuleSetting PRE_TRIGGER_SAMPLES = setting("preTriggerSamples", "Pre-trigger, samples")
            .integer(0, MOST_PRE_TRIGGER_SAMPLES).help("In place of the time: so many samples of each channel.");
    public static final RuleSetting POST_TRIGGER = setting("postTrigger", "Post-trigger").millis(LONGEST_MILLIS).standard(0)
            .help("Samples of this long from the moment on, or from the end of the condition on, are kept.");
    public static final RuleSetting POST_TRIGGER_SAMPLES = setting("postTriggerSamples", "Post-trigger, samples")
            .integer(0, MOST_POST_TRIGGER_SAMPLES).help("In place of the time: so many samples of each channel.");
    public static final RuleSetting DEAD_TIME = setting("deadTime", "Dead time").millis(LONGEST_MILLIS).standard(0)
            .help("After a recording, nothing begins another for so long.");
    public static final RuleSetting RETRIGGER = setting("retrigger", "Retrigger").choice(new Choice("ignore", "ignore"),
            new Choice("extend", "extend")).standard("ignore")
            .help("What a trigger during a recording does: nothing, or the post-trigger begins anew.");
    public static final RuleSetting LONGEST = setting("longest", "Longest recording").millis(LONGEST_MILLIS).standard(0)
            .help("A recording ends at the latest so long after its begin; 0 for no limit.");
    public static final RuleSetting INFO = setting("info", "Info fields").kind(Kind.CHANNELS_BY_NAME)
            .help("Channels whose values name the recording, for file names: {\"coilId\": \"ch-coil-id\"}. They are read at the "
                    + "trigger; without one, a new batch begins whenever coilId, or any where there is no coilId, changes.");

    private RuleSettings() {
    }

    /** The settings of a rule, in the order of the form. */
    public static List<RuleSetting> of(StorageRule.Mode mode, StorageRule.Backend backend) {
        List<RuleSetting> all = new ArrayList<>(switch (mode) {
            case CONTINUOUS -> List.of(INTERVAL, VALUE);
            case CHANGE -> List.of(COMPRESSION, DEADBAND, DEADBAND_PERCENT, DEVIATION, DEVIATION_PERCENT, HEARTBEAT);
            case EVENT -> capture(TRIGGER.all(), List.of());
            case TRIGGER -> capture(TRIGGER.all(), STOP.all());
        });
        if (backend != StorageRule.Backend.TIMESCALEDB && !all.contains(INFO)) {
            all.add(INFO);
        }
        all.add(RETENTION);
        all.add(UNLESS_OTHER);
        all.addAll(BackendSettings.of(backend));
        return all;
    }

    /** Every problem of a rule's config, in the order of the form; empty where all is well with each setting alone. */
    public static List<String> problems(StorageRule rule) {
        return of(rule.mode(), rule.backend()).stream().map(setting -> setting.problem(rule.config()))
                .flatMap(Optional::stream).toList();
    }

    private static List<RuleSetting> capture(List<RuleSetting> start, List<RuleSetting> stop) {
        List<RuleSetting> all = new ArrayList<>(start);
        all.addAll(stop);
        all.addAll(List.of(PRE_TRIGGER, PRE_TRIGGER_SAMPLES, POST_TRIGGER, POST_TRIGGER_SAMPLES, DEAD_TIME, RETRIGGER,
                LONGEST, INFO));
        return all;
    }
}
