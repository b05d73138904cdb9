package parx.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Samples as Parquet: time as timestamp (microseconds, UTC), value as double (null where there is none), the rest as
 * strings. Used by one thread at a time.
 */
public final class ParquetRowWriter extends SampleRows {
    /**
     * Begins this file; one that is there already is replaced.
     *
     * @param units the engineering unit of a channel id, or the empty text
     */
    public ParquetRowWriter(Path file, UnaryOperator<String> units) throws IOException {
        super(new ParquetOutput(file, COLUMNS), units);
    }
}
