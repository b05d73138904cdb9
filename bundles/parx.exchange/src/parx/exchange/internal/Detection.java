package parx.exchange.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.TimeFormat;
import parx.model.Retention;

/**
 * How a file is probably to be read. Immutable.
 *
 * @param own ParX wrote it
 */
record Detection(ImportMapping mapping, boolean own) {
    /** Imported history is older than the site's standard retention more often than not, and must not vanish at once. */
    private static final Retention KEEP = Retention.parse("10y");

    /** @param choices what a person has said of the file */
    static Detection of(Path file, ImportChoices choices) throws IOException, ExchangeException {
        FileSample sample = FileSample.of(file, choices);
        if (sample.lines().isEmpty()) {
            throw new ExchangeException(file.getFileName() + " is empty.");
        }
        Optional<ImportMapping.Layout> own = choices.isAboutForm() ? Optional.empty() : OwnFiles.layout(sample.lines().getFirst());
        if (own.isPresent() && sample.separator() == ',') {
            return new Detection(new ImportMapping(sample.encoding(), ',', false, 1, OwnFiles.TIMES, own.get(),
                    choices.channels(), choices.keep().orElse(KEEP)), true);
        }
        return new Detection(foreign(sample, choices), false);
    }

    private static ImportMapping foreign(FileSample sample, ImportChoices choices) throws ExchangeException {
        List<List<String>> lines = sample.lines();
        int heading = choices.headerLines().orElseGet(() -> headerLines(lines));
        List<List<String>> body = lines.subList(Math.min(heading, lines.size()), lines.size());
        List<String> headings = heading == 0 || heading > lines.size() ? List.of() : lines.get(heading - 1);
        ChosenColumns columns = new ChosenColumns(choices, headings, body);
        ImportMapping.Times times = TimeColumns.in(body, columns.times(), choices).orElseGet(() -> unknown(choices));
        boolean decimalComma = choices.decimalComma().orElseGet(
                () -> sample.separator() != ',' && ForeignColumns.haveDecimalComma(body, times.columns()));
        ImportMapping.Layout layout = new ForeignColumns(headings, body, times.columns(), decimalComma).layout(columns);
        return new ImportMapping(sample.encoding(), sample.separator(), decimalComma, heading, times, layout,
                choices.channels(), choices.keep().orElse(KEEP));
    }

    /** Those above the first time. */
    private static int headerLines(List<List<String>> lines) {
        int heading = 0;
        while (heading < lines.size() && TimeColumns.in(lines.subList(heading, heading + 1), Optional.empty(),
                ImportChoices.NONE).isEmpty()) {
            heading++;
        }
        // No time anywhere: a person has to say where it is.
        return heading == lines.size() ? 1 : heading;
    }

    private static ImportMapping.Times unknown(ImportChoices choices) {
        TimeFormat own = OwnFiles.TIMES.format();
        return new ImportMapping.Times(OwnFiles.TIMES.columns(), new TimeFormat(
                choices.text(ImportChoices.TIME_FORMAT).orElse(own.pattern()), choices.zone().orElse(own.zone())));
    }
}
