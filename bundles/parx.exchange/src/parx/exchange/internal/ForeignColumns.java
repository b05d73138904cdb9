package parx.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.model.Quality;

/** Guesses what the columns of a file mean that ParX did not write: by their headings, and by what stands in them. */
final class ForeignColumns {
    private static final Pattern CHANNEL = Pattern.compile("(?i).*(channel|kanal|tag|signal|point|variable|item|name|sensor).*");
    private static final Pattern VALUE = Pattern.compile("(?i).*(value|wert|messwert|reading).*");
    private static final Pattern QUALITY = Pattern.compile("(?i).*(quality|qualität|status|validity).*");

    /** A spoiled cell among good ones must not hide what a column is. */
    private static final double ENOUGH = 0.5;

    private final List<String> headings;
    private final List<List<String>> body;
    private final List<Integer> timeColumns;
    private final boolean decimalComma;

    /** @param headings empty where the file has none */
    ForeignColumns(List<String> headings, List<List<String>> body, List<Integer> timeColumns, boolean decimalComma) {
        this.headings = headings;
        this.body = body;
        this.timeColumns = timeColumns;
        this.decimalComma = decimalComma;
    }

    static boolean haveDecimalComma(List<List<String>> body, List<Integer> timeColumns) {
        int commas = 0;
        int points = 0;
        for (List<String> line : body) {
            for (int column = 0; column < line.size(); column++) {
                boolean withComma = Cells.looksLikeNumber(line.get(column), true);
                // What is a number either way tells nothing.
                if (!timeColumns.contains(column) && withComma != Cells.looksLikeNumber(line.get(column), false)) {
                    commas += withComma ? 1 : 0;
                    points += withComma ? 0 : 1;
                }
            }
        }
        return commas > points;
    }

    /** @param chosen what a person has said about them */
    ImportMapping.Layout layout(ChosenColumns chosen) throws ExchangeException {
        List<Integer> filled = columns(cell -> true);
        List<Integer> qualities = columns(this::isQuality);
        List<Integer> readable = columns(this::isNumber);
        // Values that cannot be read are still where the heading says: each line then tells why not.
        List<Integer> numbers = readable.isEmpty() ? filled.stream().filter(column -> isHeaded(column, VALUE)).toList() : readable;
        List<Integer> texts = columns(cell -> !isNumber(cell) && !isQuality(cell)).stream()
                .filter(column -> !numbers.contains(column)).toList();
        Optional<Integer> said = chosen.of(ImportChoices.NAME_COLUMN);
        int channel = said.orElseGet(() -> channel(numbers, texts));
        Optional<Integer> value = chosen.of(ImportChoices.VALUE_COLUMN);
        if (channel != ImportMapping.NONE && (said.isPresent() || value.isPresent() || !numbers.isEmpty())) {
            int named = named(numbers, VALUE);
            int quality = named(qualities.isEmpty() ? numbers : qualities, QUALITY);
            return new ImportMapping.Tall(channel,
                    value.orElseGet(() -> named == ImportMapping.NONE ? first(numbers.isEmpty() ? filled : numbers, channel) : named),
                    chosen.of(ImportChoices.QUALITY_COLUMN).orElse(
                            quality == ImportMapping.NONE && !qualities.isEmpty() ? qualities.getFirst() : quality),
                    chosen.of(ImportChoices.UNIT_COLUMN).orElse(ImportMapping.NONE));
        }
        List<ImportMapping.Series> series = new ArrayList<>();
        for (int column : readable) {
            series.add(new ImportMapping.Series(heading(column), column,
                    qualities.contains(column + 1) ? column + 1 : ImportMapping.NONE));
        }
        return new ImportMapping.Wide(series);
    }

    private int channel(List<Integer> numbers, List<Integer> texts) {
        int channel = named(texts, CHANNEL);
        return channel == ImportMapping.NONE && numbers.size() == 1 && !texts.isEmpty() ? texts.getFirst() : channel;
    }

    /** The first of these columns beside that of the names, or that where there is no other. */
    private static int first(List<Integer> columns, int beside) {
        return columns.stream().filter(column -> column != beside).findFirst().orElse(beside);
    }

    private boolean isNumber(String cell) {
        return Cells.looksLikeNumber(cell, decimalComma);
    }

    private boolean isQuality(String cell) {
        for (Quality quality : Quality.values()) {
            if (quality.name().equalsIgnoreCase(cell)) {
                return true;
            }
        }
        return false;
    }

    /** Columns in which something stands and most of what stands there is of this kind. */
    private List<Integer> columns(Predicate<String> kind) {
        List<Integer> found = new ArrayList<>();
        int count = body.stream().mapToInt(List::size).max().orElse(0);
        for (int column = 0; column < count; column++) {
            int at = column;
            List<String> cells = body.stream().filter(line -> at < line.size()).map(line -> line.get(at))
                    .filter(cell -> !cell.isEmpty()).toList();
            if (!timeColumns.contains(column) && !cells.isEmpty() && cells.stream().filter(kind).count() >= cells.size() * ENOUGH) {
                found.add(column);
            }
        }
        return found;
    }

    private int named(List<Integer> columns, Pattern heading) {
        return columns.stream().filter(column -> isHeaded(column, heading)).findFirst().orElse(ImportMapping.NONE);
    }

    private boolean isHeaded(int column, Pattern heading) {
        return column < headings.size() && heading.matcher(headings.get(column)).matches();
    }

    private String heading(int column) {
        return column < headings.size() && !headings.get(column).isEmpty() ? headings.get(column)
                : Integer.toString(column + 1);
    }
}
