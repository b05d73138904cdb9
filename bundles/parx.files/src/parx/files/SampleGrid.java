package parx.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parx.model.QualityCode;

/** A grid of values as rows of a table in any format. Used by one thread at a time. */
final class SampleGrid implements GridWriter {
    private final TableOutput out;

    SampleGrid(TableOutput out) {
        this.out = out;
    }

    static List<TableColumn> columns(List<GridColumn> channels) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(TableColumn.of(SampleColumns.TIME, TableColumn.Kind.TIME));
        for (GridColumn channel : channels) {
            columns.add(new TableColumn(channel.channelId(), TableColumn.Kind.NUMBER, channel.unit()));
            columns.add(TableColumn.of(channel.channelId() + GridColumn.QUALITY_SUFFIX, TableColumn.Kind.TEXT));
        }
        return columns;
    }

    @Override
    public void row(long timeMicros, double[] values, byte[] qualities) throws IOException {
        out.time(timeMicros);
        for (int i = 0; i < values.length; i++) {
            out.number(values[i]);
            out.text(qualities[i] == NO_SAMPLE ? "" : QualityCode.quality(qualities[i]).name());
        }
        out.endRow();
    }

    @Override
    public long bytes() {
        return out.bytes();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
