package parx.exchange.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import parx.files.GridColumn;
import parx.files.GridWriter;
import parx.files.SampleFormat;

/** One row per time: samples of the same time share it, channels without one leave their cells empty. One thread. */
final class WideTable implements ExportTable {
    private final GridWriter file;
    private final Map<String, Integer> columns = new HashMap<>();
    private final double[] values;
    private final byte[] qualities;
    private long time;
    private boolean waiting;

    WideTable(List<String> channelIds, SampleFormat format, Path path, UnaryOperator<String> units) throws IOException {
        for (String id : channelIds) {
            columns.put(id, columns.size());
        }
        values = new double[channelIds.size()];
        qualities = new byte[channelIds.size()];
        file = format.grid(path, channelIds.stream().map(id -> new GridColumn(id, units.apply(id))).toList());
    }

    @Override
    public int sample(String channelId, long timeMicros, double value, byte quality) {
        int written = timeMicros != time ? end() : 0;
        if (!waiting) {
            Arrays.fill(values, Double.NaN);
            Arrays.fill(qualities, GridWriter.NO_SAMPLE);
            time = timeMicros;
            waiting = true;
        }
        int column = columns.get(channelId);
        values[column] = value;
        qualities[column] = quality;
        return written;
    }

    @Override
    public int row(long timeMicros, double[] rowValues, byte[] rowQualities) {
        try {
            file.row(timeMicros, rowValues, rowQualities);
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int end() {
        if (!waiting) {
            return 0;
        }
        waiting = false;
        return row(time, values, qualities);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
