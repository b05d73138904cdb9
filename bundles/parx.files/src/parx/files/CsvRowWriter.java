package parx.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import parx.model.Quality;

/** Samples as CSV: {@code time,channel,value,quality,unit}. Used by one thread at a time. */
public final class CsvRowWriter implements RowWriter {
    private final CsvOutput out;
    private final UnaryOperator<String> units;

    /**
     * Continues this file, or begins it with a line of column names.
     *
     * @param units the engineering unit of a channel id, or the empty text
     */
    public CsvRowWriter(Path file, UnaryOperator<String> units) throws IOException {
        this.units = units;
        out = CsvOutput.append(file);
        if (out.isEmpty()) {
            for (String column : SampleColumns.NAMES) {
                out.text(column);
            }
            out.endLine();
        }
    }

    @Override
    public void row(long timeMicros, String channelId, double value, Quality quality) throws IOException {
        out.time(timeMicros);
        out.text(channelId);
        out.number(value);
        out.text(quality.name());
        out.text(units.apply(channelId));
        out.endLine();
    }

    @Override
    public long bytes() {
        return out.bytes();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
