package parx.persistence.internal.history;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a site wants where neither memory nor disk takes more samples. */
public enum WhenFull {
    /** What waits is kept as it is; what comes then is lost. The standard: what led to the outage is worth most. */
    DROP_NEWEST("newest"),
    /** The oldest that wait make room, a file of them at a time. */
    DROP_OLDEST("oldest");

    /** System property: {@code drop-newest} (the standard) or {@code drop-oldest}. */
    static final String PROPERTY = "parx.spool.full";
    private static final Logger LOG = LoggerFactory.getLogger(WhenFull.class);

    /** Which samples are lost: how sentences about it are named. */
    final String lost;

    WhenFull(String lost) {
        this.lost = lost;
    }

    static WhenFull configured() {
        String word = System.getProperty(PROPERTY, "drop-newest");
        return switch (word) {
            case "drop-newest" -> DROP_NEWEST;
            case "drop-oldest" -> DROP_OLDEST;
            default -> {
                LOG.warn("The system property {} says {}, which is neither drop-newest nor drop-oldest; drop-newest is in force",
                        PROPERTY, word);
                yield DROP_NEWEST;
            }
        };
    }
}
