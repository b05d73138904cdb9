package parx.files;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes a table with one row per time, and per channel one column for its value and one for its quality. Memory does
 * not grow with the number of rows. Used by one thread at a time.
 */
public interface GridWriter extends Closeable {
    /** Stands in the place of a quality where the channel has no sample at a time: its cells stay empty. */
    byte NO_SAMPLE = (byte) 0xFF;

    /**
     * @param timeMicros microseconds since 1970-01-01T00:00:00Z
     * @param values     one per channel, in the order of the columns; NaN leaves the cell empty
     * @param qualities  see {@link parx.model.QualityCode}, or {@link #NO_SAMPLE}; read only during the call
     */
    void row(long timeMicros, double[] values, byte[] qualities) throws IOException;

    /** As {@link RowWriter#bytes}. */
    long bytes();

    /** As {@link RowWriter#close}. */
    @Override
    void close() throws IOException;
}
