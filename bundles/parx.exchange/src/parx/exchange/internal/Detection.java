package parx.exchange.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.exchange.ExchangeException;
import parx.exchange.ImportMapping;
import parx.model.Retention;
import parx.service.Channels;

/**
 * How a file is probably to be read. Immutable.
 *
 * @param own ParX wrote it
 */
record Detection(ImportMapping mapping, boolean own) {
    /** Imported history is older than the site's standard retention more often than not, and must not vanish at once. */
    private static final Retention KEEP = Retention.parse("10y");

    static Detection of(Path file, Channels channels) throws IOException, ExchangeException {
        FileSample sample = FileSample.of(file);
        if (sample.lines().isEmpty()) {
            throw new ExchangeException(file.getFileName() + " is empty.");
        }
        Optional<ImportMapping.Layout> own = OwnFiles.layout(sample.lines().getFirst());
        if (own.isPresent() && sample.separator() == ',') {
            return new Detection(new ImportMapping(sample.encoding(), ',', false, 1, OwnFiles.TIMES, own.get(), Map.of(),
                    KEEP), true);
        }
        return new Detection(foreign(sample), false);
    }

    private static ImportMapping foreign(FileSample sample) {
        List<List<String>> lines = sample.lines();
        int heading = 0;
        while (heading < lines.size() && TimeColumns.in(lines.subList(heading, heading + 1)).isEmpty()) {
            heading++;
        }
        if (heading == lines.size()) {
            // No time anywhere: a person has to say where it is.
            heading = 1;
        }
        List<List<String>> body = lines.subList(Math.min(heading, lines.size()), lines.size());
        List<String> headings = heading == 0 ? List.of() : lines.get(heading - 1);
        ImportMapping.Times times = TimeColumns.in(body).orElse(OwnFiles.TIMES);
        boolean decimalComma = sample.separator() != ',' && ForeignColumns.haveDecimalComma(body, times.columns());
        ImportMapping.Layout layout = new ForeignColumns(headings, body, times.columns(), decimalComma).layout();
        return new ImportMapping(sample.encoding(), sample.separator(), decimalComma, heading, times, layout, Map.of(), KEEP);
    }
}
