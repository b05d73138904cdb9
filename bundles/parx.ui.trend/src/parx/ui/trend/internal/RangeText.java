package parx.ui.trend.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.chart.TimeWindow;
import parx.model.Micros;

/**
 * Ranges as people type them: "-8h", "15 min", "06:00–14:00", "yesterday 06:00–14:00", "2026-11-23 06:00 – 2026-11-23
 * 14:00". Pure, any thread.
 */
final class RangeText {
    private static final long SECOND = Micros.PER_SECOND;
    private static final Pattern LENGTH = Pattern.compile(
            "[-−–]?\\s*(\\d+(?:[.,]\\d+)?)\\s*(ms|s|sec|sek|m|min|h|std|d|t|w)\\.?");
    private static final Pattern DATE = Pattern.compile(
            "(?:(\\d{4})-(\\d{1,2})-(\\d{1,2})|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}))");
    private static final Pattern BETWEEN = Pattern.compile("\\s+[-–—]\\s+|(?<=:\\d\\d)\\s*[-–—]\\s*|\\s*…\\s*|\\s+bis\\s+|\\s+to\\s+");

    private final ZoneId zone;

    RangeText(ZoneId zone) {
        this.zone = zone;
    }

    /** A range up to now ({@code window} is null), or a certain stretch. */
    record Range(long spanMicros, TimeWindow window) {
    }

    /** @return empty where the text is no range */
    Optional<Range> parse(String typed, long nowMicros) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(text);
        if (length.matches()) {
            double number = Double.parseDouble(length.group(1).replace(',', '.'));
            long span = Math.round(number * unit(length.group(2)));
            return span < TimeWindow.MIN_SPAN ? Optional.empty() : Optional.of(new Range(span, null));
        }
        try {
            return between(text, nowMicros);
        } catch (RuntimeException e) {
            // A date that no calendar has: not a range, and the field says so.
            return Optional.empty();
        }
    }

    private Optional<Range> between(String text, long nowMicros) {
        LocalDate today = LocalDateTime.ofInstant(Micros.toInstant(nowMicros), zone).toLocalDate();
        String[] ends = BETWEEN.split(text, 2);
        LocalDateTime from;
        LocalDateTime to;
        if (ends.length == 2) {
            from = moment(ends[0].strip(), today);
            to = moment(ends[1].strip(), from.toLocalDate());
            // A night shift ends on the next day.
            to = to.isBefore(from) && !ends[1].contains("-") ? to.plusDays(1) : to;
        } else {
            from = day(text, today).atStartOfDay();
            to = from.plusDays(1);
        }
        long start = Micros.of(from.atZone(zone).toInstant());
        long span = Micros.of(to.atZone(zone).toInstant()) - start;
        return span < TimeWindow.MIN_SPAN ? Optional.empty() : Optional.of(new Range(span, new TimeWindow(start, span)));
    }

    private static LocalDateTime moment(String text, LocalDate otherwise) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return day(text, otherwise).atStartOfDay();
        }
        int begin = text.lastIndexOf(' ', colon) + 1;
        String time = text.substring(begin);
        LocalTime at = LocalTime.parse(time.indexOf(':') == 1 ? "0" + time : time);
        String day = text.substring(0, begin).strip();
        return (day.isEmpty() ? otherwise : day(day, otherwise)).atTime(at);
    }

    private static LocalDate day(String text, LocalDate today) {
        switch (text) {
            case "today", "heute" -> {
                return today;
            }
            case "yesterday", "gestern" -> {
                return today.minusDays(1);
            }
            default -> {
                Matcher date = DATE.matcher(text);
                if (!date.matches()) {
                    throw new IllegalArgumentException(text);
                }
                boolean iso = date.group(1) != null;
                return LocalDate.of(number(date, iso ? 1 : 6), number(date, iso ? 2 : 5), number(date, iso ? 3 : 4));
            }
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static double unit(String name) {
        return switch (name) {
            case "ms" -> SECOND / 1_000.0;
            case "s", "sec", "sek" -> SECOND;
            case "m", "min" -> 60.0 * SECOND;
            case "h", "std" -> 3_600.0 * SECOND;
            case "w" -> 7 * 86_400.0 * SECOND;
            default -> 86_400.0 * SECOND;
        };
    }

    /** A length as people write it: "15 min", "8 h". */
    static String length(long spanMicros) {
        long[] units = {86_400 * SECOND, 3_600 * SECOND, 60 * SECOND, SECOND};
        String[] names = {"d", "h", "min", "s"};
        for (int i = 0; i < units.length; i++) {
            if (spanMicros >= units[i] * (i == 0 ? 2 : 1)) {
                double count = spanMicros / (double) units[i];
                return (count == Math.rint(count) ? Long.toString((long) count)
                        : String.format(Locale.getDefault(Locale.Category.FORMAT), "%.1f", count)) + " " + names[i];
            }
        }
        return spanMicros / 1_000 + " ms";
    }
}
