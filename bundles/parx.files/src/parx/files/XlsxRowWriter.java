package parx.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Samples as a workbook for a spreadsheet; see {@link SampleFormat#XLSX}. Used by one thread at a time. */
public final class XlsxRowWriter extends SampleRows {
    /**
     * Begins this file; one that is there already is replaced.
     *
     * @param units the engineering unit of a channel id, or the empty text
     */
    public XlsxRowWriter(Path file, UnaryOperator<String> units) throws IOException {
        super(new XlsxOutput(file, COLUMNS), units);
    }
}
