package parx.exchange.internal;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.TimeFormat;

/** Finds where lines have their time, and in which form. Pure functions, any thread. */
final class TimeColumns {
    /** Numbers in this range are seconds since 1970 from 2001 to 2096, and so on for their thousandths. */
    private static final double EPOCH_FROM = 1e9;
    private static final double EPOCH_TO = 4e9;

    /** A spoiled line among good ones must not hide where the time is. */
    private static final double ENOUGH = 0.7;

    private TimeColumns() {
    }

    /**
     * The first column, or pair of columns, that holds a time in most lines; empty where there is none.
     *
     * @param columns which a person named: these, in the form that fits, or the first of all forms
     * @param choices what else was said
     */
    static Optional<ImportMapping.Times> in(List<List<String>> lines, Optional<List<Integer>> columns, ImportChoices choices) {
        ZoneId zone = choices.zone().orElseGet(ZoneId::systemDefault);
        List<String> patterns = choices.text(ImportChoices.TIME_FORMAT).map(List::of).orElse(TimeFormat.PATTERNS);
        int count = lines.isEmpty() ? 0 : lines.getFirst().size();
        for (int column = 0; column < (columns.isPresent() ? 1 : count); column++) {
            List<List<Integer>> wanted = columns.map(List::of).orElse(List.of(List.of(column), List.of(column, column + 1)));
            for (String pattern : patterns) {
                for (List<Integer> places : wanted) {
                    TimeFormat format = new TimeFormat(pattern, zone);
                    if (fit(lines, places, format)) {
                        return Optional.of(new ImportMapping.Times(places, format));
                    }
                }
            }
        }
        return columns.map(places -> new ImportMapping.Times(places, new TimeFormat(patterns.getFirst(), zone)));
    }

    private static boolean fit(List<List<String>> lines, List<Integer> columns, TimeFormat format) {
        TimeFormat.Reader reader = format.reader();
        long fitting = lines.stream().filter(line -> fits(line, columns, format, reader)).count();
        return fitting > 0 && fitting >= lines.size() * ENOUGH;
    }

    private static boolean fits(List<String> line, List<Integer> columns, TimeFormat format, TimeFormat.Reader reader) {
        if (line.size() <= columns.getLast()) {
            return false;
        }
        String text = columns.size() == 1 ? line.get(columns.getFirst())
                : line.get(columns.getFirst()) + " " + line.get(columns.getLast());
        try {
            reader.micros(text, Long.MIN_VALUE);
            return plausible(text, format.pattern());
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    /** Any number would be a time since 1970. */
    private static boolean plausible(String text, String pattern) {
        double scale = switch (pattern) {
            case TimeFormat.EPOCH_SECONDS -> 1;
            case TimeFormat.EPOCH_MILLIS -> 1e3;
            case TimeFormat.EPOCH_MICROS -> 1e6;
            default -> 0;
        };
        if (scale == 0) {
            return true;
        }
        double seconds = Double.parseDouble(text) / scale;
        return seconds >= EPOCH_FROM && seconds <= EPOCH_TO;
    }
}
