package parx.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Samples as CSV: {@code time,channel,value,quality,unit}. Used by one thread at a time. */
public final class CsvRowWriter extends SampleRows {
    /**
     * Continues this file, or begins it with a line of column names.
     *
     * @param units the engineering unit of a channel id, or the empty text
     */
    public CsvRowWriter(Path file, UnaryOperator<String> units) throws IOException {
        super(CsvOutput.append(file, COLUMNS), units);
    }
}
