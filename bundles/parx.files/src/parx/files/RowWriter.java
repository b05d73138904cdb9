package parx.files;

import java.io.Closeable;
import java.io.IOException;
import parx.model.Quality;

/**
 * Writes samples into a file, one row each: time, channel, value, quality, unit. Memory does not grow with the number
 * of rows. Used by one thread at a time.
 */
public interface RowWriter extends Closeable {
    /**
     * @param timeMicros microseconds since 1970-01-01T00:00:00Z
     * @param value      any double; NaN leaves the cell empty
     * @throws IOException where the file cannot take it; the row may then be half written
     */
    void row(long timeMicros, String channelId, double value, Quality quality) throws IOException;

    /** Size of the file with what has been written so far, in bytes; an estimate where the format packs rows later. */
    long bytes();

    /**
     * Brings the rows so far safely to disk, as far as the format can: a CSV file is complete then, a file with a
     * footer (Parquet, XLSX) can be read only once it is closed.
     */
    void flush() throws IOException;

    /** Writes what is left and ends the file, safely on disk. Idempotent. */
    @Override
    void close() throws IOException;
}
