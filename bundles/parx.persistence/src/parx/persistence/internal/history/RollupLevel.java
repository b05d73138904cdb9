package parx.persistence.internal.history;

import java.util.List;
import parx.model.Micros;

/**
 * One rollup. Immutable, any thread.
 *
 * @param coarser whether it is computed from a finer one, and may not be filled for the past yet
 */
record RollupLevel(String table, long micros, boolean coarser) {
    /** The finest first. */
    static final List<RollupLevel> ALL = List.of(
            new RollupLevel("channel_data_1s", Micros.PER_SECOND, false),
            new RollupLevel("channel_data_10s", 10 * Micros.PER_SECOND, true),
            new RollupLevel("channel_data_1m", 60 * Micros.PER_SECOND, false),
            new RollupLevel("channel_data_10m", 600 * Micros.PER_SECOND, true),
            new RollupLevel("channel_data_1h", 3_600 * Micros.PER_SECOND, true));

    /** Place in {@link #ALL} of the coarsest one whose buckets are not wider than this; -1 where even the finest are. */
    static int coarsest(long micros) {
        int level = ALL.size() - 1;
        while (level >= 0 && ALL.get(level).micros() > micros) {
            level--;
        }
        return level;
    }
}
