package parx.files;

import java.io.Closeable;
import java.io.IOException;

/**
 * A table in a file, cell by cell and row by row in the order of its columns; each call must fit the column's kind.
 * The seam between what is written (samples, grids) and the formats. Used by one thread at a time.
 */
interface TableOutput extends Closeable {
    void time(long micros) throws IOException;

    /** NaN leaves the cell empty. */
    void number(double value) throws IOException;

    void text(String text) throws IOException;

    void endRow() throws IOException;

    /** As {@link RowWriter#bytes}. */
    long bytes();

    /** As {@link RowWriter#flush}. */
    void flush() throws IOException;
}
