package parx.exchange.internal;

import java.io.IOException;
import parx.exchange.ExchangeException;
import parx.exchange.ImportMapping;
import parx.exchange.ImportReport;
import parx.exchange.Progress;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.service.History.HistoryException;
import parx.service.HistoryImport;

/** One import from its first line to its last. Used by one thread. */
final class ImportRun implements LineReader.Sink {
    private static final int BATCH = 20_000;
    /** Clocks of two machines differ. */
    private static final long AHEAD = 60 * Micros.PER_SECOND;

    private final HistoryImport.Session session;
    private final CsvLines lines;
    private final Rejects rejects;
    private final ImportMapping mapping;
    private final ChannelNames names;
    private final ChannelIndex index;
    private final LineReader reader;
    private final SampleBatch batch = new SampleBatch(BATCH);
    private long lineCount;
    private long samples;
    private long stored;
    private long leftOut;

    ImportRun(HistoryImport.Session session, CsvLines lines, Rejects rejects, ImportMapping mapping, ChannelNames names,
            ChannelIndex index, long nowMicros) {
        this.session = session;
        this.lines = lines;
        this.rejects = rejects;
        this.mapping = mapping;
        this.names = names;
        this.index = index;
        reader = new LineReader(mapping, names, nowMicros + AHEAD);
    }

    /** @param size of the file in bytes */
    ImportReport run(long size, Progress progress) throws IOException, ExchangeException, HistoryException {
        refuseUnknownColumns();
        boolean cancelled = progress.cancelled();
        CsvLines.Line line = null;
        for (int heading = 0; heading < mapping.headerLines(); heading++) {
            lines.next();
        }
        while (!cancelled && (line = lines.next()) != null) {
            lineCount++;
            read(line);
            if (batch.length() >= BATCH) {
                store();
                progress.done(size == 0 ? 1 : Math.min(1, (double) lines.bytesRead() / size), samples);
                cancelled = progress.cancelled();
            }
        }
        store();
        progress.done(cancelled ? 0 : 1, samples);
        return new ImportReport(lineCount, samples, stored, samples - stored, rejects.count(), leftOut, rejects.first(),
                rejects.file(), cancelled);
    }

    /** A column without a channel would spoil every line; in a table with a sample per line only some are spoiled. */
    private void refuseUnknownColumns() throws ExchangeException {
        if (mapping.layout() instanceof ImportMapping.Wide wide) {
            for (ImportMapping.Series series : wide.series()) {
                if (!names.leftOut(series.name()) && names.id(series.name()).isEmpty()) {
                    throw new ExchangeException("There is no channel for the column ‘" + series.name()
                            + "’. Choose one, or leave the column out.");
                }
            }
        }
    }

    private void read(CsvLines.Line line) throws IOException {
        if (!line.problem().isEmpty()) {
            rejects.add(line, line.problem());
            return;
        }
        try {
            reader.read(line.cells(), this);
        } catch (IllegalArgumentException e) {
            rejects.add(line, e.getMessage());
        }
    }

    @Override
    public void sample(String channel, long timeMicros, double value, Quality quality) {
        if (names.leftOut(channel)) {
            leftOut++;
            return;
        }
        String id = names.id(channel);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("there is no channel ‘" + channel + "’");
        }
        batch.sample(index.handle(id), timeMicros, value, QualityCode.of(quality, Reason.NONE), mapping.keep().days());
        samples++;
    }

    private void store() throws HistoryException {
        stored += session.store(batch);
        batch.clear();
    }
}
