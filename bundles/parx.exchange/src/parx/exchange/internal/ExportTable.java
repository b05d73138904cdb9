package parx.exchange.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import parx.exchange.ExportOrder;

/** The table of one export, filled from samples or from rows of a grid. Used by one thread. */
interface ExportTable extends Closeable {
    /** One row per sample. */
    static ExportTable tall(ExportOrder order, Path file, UnaryOperator<String> units) throws IOException {
        return new TallTable(order.channelIds(), order.format().rows(file, units));
    }

    /** One row per time. */
    static ExportTable wide(ExportOrder order, Path file, UnaryOperator<String> units) throws IOException {
        return new WideTable(order.channelIds(), order.format(), file, units);
    }

    /**
     * Times ascend.
     *
     * @return how many rows were written with it
     * @throws java.io.UncheckedIOException where the file cannot take it
     */
    int sample(String channelId, long timeMicros, double value, byte quality);

    /** As {@link #sample}, for all channels in their order. */
    int row(long timeMicros, double[] values, byte[] qualities);

    /** Writes what waits for more of the same time. */
    int end();
}
