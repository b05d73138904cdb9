package parx.model;

import java.util.List;
import parx.model.RuleSetting.Choice;
import parx.model.RuleSetting.Condition;
import parx.model.RuleSetting.Kind;

/**
 * What begins or ends a recording: an object in a rule's config. A BAD sample of the channel does neither; the first
 * one after it that is not BAD is compared with the last one before it. Pure data, any thread.
 */
public final class TriggerSettings {
    private final RuleSetting type;
    private final RuleSetting channel;
    private final RuleSetting condition;
    private final RuleSetting level;
    private final RuleSetting threshold;
    private final RuleSetting direction;
    private final RuleSetting hysteresis;

    /** @param optional whether the type {@code none} is there, and is the standard */
    TriggerSettings(String key, String label, boolean optional) {
        Choice signal = new Choice("signal", "signal");
        Choice external = new Choice("external", "command");
        type = RuleSetting.setting(key + ".type", label)
                .choice(optional ? new Choice[] { new Choice("none", "end of the condition"), signal, external }
                        : new Choice[] { signal, external })
                .standard(optional ? "none" : "signal").help("A channel's value, or a command by a person.");
        Condition bySignal = new Condition(type, List.of("signal"));
        channel = RuleSetting.setting(key + ".channel", label + ", channel").kind(Kind.CHANNEL).required().onlyIf(bySignal)
                .help("Needs not be stored itself.");
        condition = RuleSetting.setting(key + ".condition", label + ", condition").choice(
                new Choice("rising_edge", "rising edge"), new Choice("falling_edge", "falling edge"),
                new Choice("both_edges", "both edges"), new Choice("level", "level"),
                new Choice("on_change", "any change"), new Choice("threshold", "threshold"))
                .standard("rising_edge").onlyIf(bySignal)
                .help("Edges and level take 0 (below one half) as low, everything else as high. A level fires as long "
                        + "as it is there, an edge once.");
        Condition byThreshold = new Condition(condition, List.of("threshold"));
        level = RuleSetting.setting(key + ".level", label + ", level").choice(new Choice("high", "high"),
                new Choice("low", "low")).standard("high").onlyIf(new Condition(condition, List.of("level")))
                .help("Which of the two fires.");
        threshold = RuleSetting.setting(key + ".threshold", label + ", threshold").decimal(Double.NaN, Double.NaN).required()
                .onlyIf(byThreshold).help("In the channel's units.");
        direction = RuleSetting.setting(key + ".direction", label + ", direction").choice(new Choice("above", "above"),
                new Choice("below", "below")).standard("above").onlyIf(byThreshold).help("On which side it fires.");
        hysteresis = RuleSetting.setting(key + ".hysteresis", label + ", hysteresis").decimal(0, Double.NaN).standard(0)
                .onlyIf(byThreshold).help("How far back behind the threshold the value must go before it can fire again.");
    }

    /** In the order of the form. */
    public List<RuleSetting> all() {
        return List.of(type, channel, condition, level, threshold, direction, hysteresis);
    }

    /** {@code signal}, {@code external} or, where there may be none, {@code none}. */
    public RuleSetting type() {
        return type;
    }

    public RuleSetting channel() {
        return channel;
    }

    /** {@code rising_edge}, {@code falling_edge}, {@code both_edges}, {@code level}, {@code on_change}, {@code threshold}. */
    public RuleSetting condition() {
        return condition;
    }

    /** {@code high} or {@code low}. */
    public RuleSetting level() {
        return level;
    }

    public RuleSetting threshold() {
        return threshold;
    }

    /** {@code above} or {@code below}. */
    public RuleSetting direction() {
        return direction;
    }

    public RuleSetting hysteresis() {
        return hysteresis;
    }
}
