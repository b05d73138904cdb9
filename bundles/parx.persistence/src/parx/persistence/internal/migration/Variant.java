package parx.persistence.internal.migration;

import java.util.Locale;

/** Which kind of time-series storage a database was set up with; for good, at its first migration. */
public enum Variant {
    TIMESCALEDB, PLAIN;

    static Variant of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
