package parx.exchange.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import parx.files.RowWriter;
import parx.model.QualityCode;

/** One row per sample. Used by one thread. */
final class TallTable implements ExportTable {
    private final List<String> channelIds;
    private final RowWriter file;

    TallTable(List<String> channelIds, RowWriter file) {
        this.channelIds = channelIds;
        this.file = file;
    }

    @Override
    public int sample(String channelId, long timeMicros, double value, byte quality) {
        try {
            file.row(timeMicros, channelId, value, QualityCode.quality(quality));
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int row(long timeMicros, double[] values, byte[] qualities) {
        for (int i = 0; i < values.length; i++) {
            sample(channelIds.get(i), timeMicros, values[i], qualities[i]);
        }
        return values.length;
    }

    @Override
    public int end() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
