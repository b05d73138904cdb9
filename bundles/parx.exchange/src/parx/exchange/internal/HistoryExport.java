package parx.exchange.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import parx.exchange.ExchangeException;
import parx.exchange.Export;
import parx.exchange.ExportOrder;
import parx.exchange.Progress;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.service.Channels;
import parx.service.History;
import parx.service.History.HistoryException;

/** Exports history while a site is open. Thread-safe. */
@Component
public final class HistoryExport implements Export {
    private static final String PART = ".part";

    private final History history;
    private final Channels channels;
    private final ChannelIndex index;

    @Activate
    public HistoryExport(@Reference History history, @Reference Channels channels, @Reference ChannelIndex index) {
        this.history = history;
        this.channels = channels;
        this.index = index;
    }

    @Override
    public Result run(ExportOrder order, Path file, Progress progress) throws ExchangeException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            if (Files.isDirectory(file)) {
                throw new ExchangeException(file + " is a folder. Name a file in it.");
            }
            Files.deleteIfExists(part);
            long rows = write(order, part, progress);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return new Result(rows, Files.size(file), false);
        } catch (ExportCancelled e) {
            return new Result(e.rows(), 0, true);
        } catch (HistoryException e) {
            throw new ExchangeException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw unwritable(file, e.getCause());
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            discard(part);
        }
    }

    private long write(ExportOrder order, Path part, Progress progress) throws IOException, HistoryException {
        try (ExportTable table = order.wide() ? ExportTable.wide(order, part, this::unit)
                : ExportTable.tall(order, part, this::unit)) {
            RowCount count = new RowCount(order, progress);
            if (order.grid().isPresent()) {
                ExportOrder.Grid grid = order.grid().get();
                history.resample(new History.Resampling(order.channelIds(), order.fromMicros(), order.toMicros(),
                        grid.stepMicros(), grid.method()), (time, values, qualities) -> {
                            count.next(time, table.row(time, values, qualities));
                        });
            } else {
                history.samples(order.channelIds(), order.fromMicros(), order.toMicros(), (channel, time, value, quality) -> {
                    count.next(time, table.sample(index.id(channel), time, value, quality));
                });
            }
            count.next(order.toMicros(), table.end());
            return count.rows();
        }
    }

    private String unit(String channelId) {
        Optional<Channel> channel = channels.byId(channelId);
        return channel.map(c -> c.metadata().units()).orElse("");
    }

    private static ExchangeException unwritable(Path file, IOException e) {
        return new ExchangeException("The file " + file + " could not be written: " + Reasons.of(e)
                + ". Free some space or choose another place.", e);
    }

    private static void discard(Path part) throws ExchangeException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }
}
