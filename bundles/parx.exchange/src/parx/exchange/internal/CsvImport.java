package parx.exchange.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import parx.exchange.ExchangeException;
import parx.exchange.Import;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.exchange.ImportReport;
import parx.exchange.Progress;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.History.HistoryException;
import parx.service.HistoryImport;

/** Imports CSV files while a site is open. Thread-safe. */
@Component
public final class CsvImport implements Import {
    private final HistoryImport history;
    private final Channels channels;
    private final ChannelIndex index;
    private final TimeSource time;

    @Activate
    public CsvImport(@Reference HistoryImport history, @Reference Channels channels, @Reference ChannelIndex index) {
        this(history, channels, index, TimeSource.system());
    }

    CsvImport(HistoryImport history, Channels channels, ChannelIndex index, TimeSource time) {
        this.history = history;
        this.channels = channels;
        this.index = index;
        this.time = time;
    }

    @Override
    public ImportPreview preview(Path file) throws ExchangeException {
        return preview(file, ImportChoices.NONE);
    }

    @Override
    public ImportPreview preview(Path file, ImportChoices choices) throws ExchangeException {
        try {
            refuseWhatIsNoFile(file);
            Detection detection = Detection.of(file, choices);
            return new Previews(channels, time).preview(file, detection.mapping(), detection.own());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public ImportReport run(User by, Path file, ImportMapping mapping, Path rejects, Progress progress)
            throws ExchangeException {
        refuseWhatIsNoFile(file);
        try (HistoryImport.Session session = history.begin(by, file.getFileName().toString());
                Rejects rejected = new Rejects(rejects);
                CsvLines lines = new CsvLines(file, mapping.encoding(), mapping.separator())) {
            return new ImportRun(session, lines, rejected, mapping, new ChannelNames(channels, mapping.channels()), index,
                    time.nowMicros()).run(Files.size(file), progress);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (HistoryException | ConfigurationException e) {
            throw new ExchangeException(e.getMessage(), e);
        }
    }

    private static void refuseWhatIsNoFile(Path file) throws ExchangeException {
        if (!Files.isRegularFile(file)) {
            throw new ExchangeException("There is no file " + file + ". Choose another one.");
        }
    }

    private static ExchangeException unreadable(Path file, IOException e) {
        return new ExchangeException("The import of " + file.getFileName() + " ended early: " + Reasons.of(e)
                + ". What was stored until then stays; import it again when that is mended.", e);
    }
}
