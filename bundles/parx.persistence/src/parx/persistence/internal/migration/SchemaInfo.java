package parx.persistence.internal.migration;

/**
 * What a migrated database is. Immutable, any thread.
 *
 * @param variant          how it stores time series
 * @param timescaleVersion of the extension, empty on plain PostgreSQL
 * @param applied          how many migrations were applied just now
 */
public record SchemaInfo(Variant variant, String timescaleVersion, int applied) {
    public boolean timescale() {
        return variant == Variant.TIMESCALEDB;
    }
}
