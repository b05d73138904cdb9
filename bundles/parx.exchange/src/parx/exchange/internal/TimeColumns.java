package parx.exchange.internal;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
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

    /** The first column, or pair of columns, that holds a time in most lines; empty where there is none. */
    static Optional<ImportMapping.Times> in(List<List<String>> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        for (int column = 0; column < lines.getFirst().size(); column++) {
            for (String pattern : TimeFormat.PATTERNS) {
                for (List<Integer> columns : List.of(List.of(column), List.of(column, column + 1))) {
                    TimeFormat format = new TimeFormat(pattern, ZoneId.systemDefault());
                    if (fit(lines, columns, format)) {
                        return Optional.of(new ImportMapping.Times(columns, format));
                    }
                }
            }
        }
        return Optional.empty();
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
