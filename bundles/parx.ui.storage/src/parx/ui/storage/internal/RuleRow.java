package parx.ui.storage.internal;

import java.util.Locale;
import parx.model.RuleSettings;
import parx.model.StorageRule;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;
import parx.ui.Palette.Token;
import parx.ui.Words;

/** A storage rule and what it is doing now. Immutable, any thread. @param status of a rule not yet in force: stopped */
record RuleRow(StorageRule rule, RuleStatus status) {
    private static final String EXTERNAL = "external";

    /** What is said of a rule that acquisition does not know yet. */
    static RuleStatus unknown(StorageRule rule) {
        return new RuleStatus(rule.id(), RuleState.STOPPED, "", 0, 0, Double.NaN, Double.NaN, 0, 0, 0, 0);
    }

    String id() {
        return rule.id();
    }

    RuleState state() {
        return rule.enabled() ? status.state() : RuleState.STOPPED;
    }

    /** Whether something is wrong that a person should look at. */
    boolean troubled() {
        return rule.enabled() && (!status.problem().isEmpty() || state() == RuleState.BACKEND_LOST);
    }

    /** A shape for each state, so that colour is never needed to tell them apart. */
    String icon() {
        return switch (state()) {
            case RECORDING -> "recording";
            case WAITING -> "clock";
            case POST_TRIGGER -> "post-trigger";
            case STOPPED -> troubled() ? "fault" : "stopped";
            case BACKEND_LOST -> "backend-lost";
        };
    }

    Token token() {
        return troubled() ? Token.WARNING : rule.enabled() ? Token.TEXT : Token.SECONDARY;
    }

    String stateWord(Words words) {
        return words.text(!rule.enabled() ? "state.DISABLED" : state() == RuleState.STOPPED && troubled() ? "state.FAULT"
                : "state." + state().name());
    }

    static String mode(StorageRule rule, Words words) {
        return words.text("mode." + rule.mode().name());
    }

    static String backend(StorageRule rule, Words words) {
        return words.text("backend." + rule.backend().name());
    }

    /** Whether a person begins its recordings. */
    boolean external() {
        boolean captures = rule.mode() == StorageRule.Mode.EVENT || rule.mode() == StorageRule.Mode.TRIGGER;
        return captures && EXTERNAL.equals(RuleSettings.TRIGGER.type().rawText(rule.config()));
    }

    /** Whether every word of the filter occurs in what is shown of it, or in the channels that it names. */
    boolean matches(String filter, Words words) {
        String text = String.join(" ", rule.name(), rule.id(), mode(rule, words), backend(rule, words), stateWord(words),
                String.join(" ", rule.channels())).toLowerCase(Locale.ROOT);
        for (String part : filter.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            if (!text.contains(part)) {
                return false;
            }
        }
        return true;
    }
}
