package parx.ui;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.ChangedMeanwhileException;
import parx.service.ConfigurationException;

/** Why a change was not made, as a sentence with what to do next. A fault of the program goes to the log. Immutable, any thread. */
public final class RefusalText {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalText.class);

    private final Words words = new Words(RefusalText.class);
    private final ValueFormat format = new ValueFormat();

    /** For who chose it in a view. */
    public String inView(Exception failure) {
        return sentence(failure, "refused.look");
    }

    /** For who typed it into an editor, which stays open. */
    public String inEditor(Exception failure) {
        return sentence(failure, failure instanceof ChangedMeanwhileException other && other.removed() ? "refused.addAnew"
                : "refused.openAgain");
    }

    private String sentence(Exception failure, String next) {
        return switch (failure) {
            case ChangedMeanwhileException other -> meanwhile(other) + " " + words.text(next);
            case ConfigurationException refused -> refused.getLocalizedMessage();
            default -> {
                LOG.error("A change of the configuration failed unexpectedly", failure);
                yield words.text("refused.fault");
            }
        };
    }

    private String meanwhile(ChangedMeanwhileException other) {
        if (other.atMicros().isEmpty()) {
            return words.text(other.removed() ? "refused.removedPast" : "refused.changedPast", other.name());
        }
        long at = other.atMicros().getAsLong();
        return words.text(other.removed() ? "refused.removedBy" : "refused.changedBy", other.name(), other.by(), format.date(at),
                format.timeToSecond(at));
    }
}
