package parx.exchange;

import java.util.List;
import java.util.Optional;
import parx.files.SampleFormat;
import parx.service.History;

/**
 * What is to be exported. Immutable, any thread.
 *
 * @param channelIds in the order of their columns; none twice
 * @param fromMicros inclusive
 * @param toMicros   inclusive
 * @param grid       empty: every sample as it was taken
 * @param wide       true: one row per time and two columns per channel; false: one row per sample
 */
public record ExportOrder(List<String> channelIds, long fromMicros, long toMicros, SampleFormat format,
        Optional<Grid> grid, boolean wide) {
    public ExportOrder {
        channelIds = channelIds.stream().distinct().toList();
        if (channelIds.isEmpty() || toMicros < fromMicros) {
            throw new IllegalArgumentException("no channels or an empty range");
        }
    }

    /** @param stepMicros more than 0 */
    public record Grid(long stepMicros, History.Method method) {
        public Grid {
            if (stepMicros < 1) {
                throw new IllegalArgumentException("no step");
            }
        }
    }
}
