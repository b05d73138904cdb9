package parx.files;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import parx.model.Quality;

/** Samples as rows of a table in any format. Used by one thread at a time. */
abstract sealed class SampleRows implements RowWriter permits CsvRowWriter, ParquetRowWriter, XlsxRowWriter {
    static final List<TableColumn> COLUMNS = List.of(TableColumn.of(SampleColumns.TIME, TableColumn.Kind.TIME),
            TableColumn.of(SampleColumns.CHANNEL, TableColumn.Kind.TEXT),
            TableColumn.of(SampleColumns.VALUE, TableColumn.Kind.NUMBER),
            TableColumn.of(SampleColumns.QUALITY, TableColumn.Kind.TEXT),
            TableColumn.of(SampleColumns.UNIT, TableColumn.Kind.TEXT));

    private final TableOutput out;
    private final UnaryOperator<String> units;

    SampleRows(TableOutput out, UnaryOperator<String> units) {
        this.out = out;
        this.units = units;
    }

    @Override
    public final void row(long timeMicros, String channelId, double value, Quality quality) throws IOException {
        out.time(timeMicros);
        out.text(channelId);
        out.number(value);
        out.text(quality.name());
        out.text(units.apply(channelId));
        out.endRow();
    }

    @Override
    public final long bytes() {
        return out.bytes();
    }

    @Override
    public final void flush() throws IOException {
        out.flush();
    }

    @Override
    public final void close() throws IOException {
        out.close();
    }
}
