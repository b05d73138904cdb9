package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.service.DropCause;
import parx.service.HistorySink;

/**
 * Stores samples in channel_data, each exactly once: a {@link BufferedWriter} around the database, whose thread is
 * {@code history-writer}. Thread-safe.
 */
public final class HistoryWriter implements HistorySink, AutoCloseable {
    private final BufferedWriter buffer;
    private final RowSize rowSize;

    /**
     * @param spoolFolder holds what waits on disk
     * @param quarantine  takes what the database refuses
     * @param timescale   whether the extension is there
     */
    public HistoryWriter(DataSource source, ChannelIndex index, Path spoolFolder, Quarantine quarantine, TimeSource time,
            boolean timescale) throws IOException {
        this(source, index, spoolFolder, quarantine, time, new LateRanges(time, timescale), BufferLimits.configured());
    }

    /** As above, telling the maintenance of late rows. */
    HistoryWriter(DataSource source, ChannelIndex index, Path spoolFolder, Quarantine quarantine, TimeSource time,
            LateRanges late, BufferLimits limits) throws IOException {
        SetAside setAside = quarantine.of(ChannelDataStore.TABLE);
        RowStore table = new ChannelDataStore(new ChannelDataTable(source, index, late), setAside, time);
        rowSize = new RowSize(source);
        buffer = new BufferedWriter("history", "PostgreSQL", table, setAside, index, spoolFolder, time, limits);
    }

    @Override
    public void store(SampleBatch batch) {
        buffer.store(batch);
    }

    @Override
    public boolean flush(Duration limit) throws InterruptedException {
        return buffer.flush(limit);
    }

    @Override
    public HistoryStatus status() {
        return buffer.status();
    }

    @Override
    public long dropped() {
        return buffer.dropped();
    }

    @Override
    public void countDropped(DropCause cause, int channel, long samples) {
        buffer.countDropped(cause, channel, samples);
    }

    /** The newest row of each channel that an earlier run left on disk, by id. Any thread. */
    Map<String, NewestSample> leftOnDisk() {
        return buffer.leftOnDisk();
    }

    @Override
    public double bytesPerRow() {
        return rowSize.bytes();
    }

    @Override
    public void close() {
        rowSize.close();
        buffer.close();
    }
}
