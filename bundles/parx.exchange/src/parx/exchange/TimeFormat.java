package parx.exchange;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parx.model.Micros;

/**
 * How times are written in a file. Immutable, any thread.
 *
 * @param pattern one of {@link #PATTERNS}, or a pattern of {@link DateTimeFormatter}
 * @param zone    of times that name none
 */
public record TimeFormat(String pattern, ZoneId zone) {
    public static final String ISO = "ISO 8601";
    public static final String EPOCH_SECONDS = "seconds since 1970";
    public static final String EPOCH_MILLIS = "milliseconds since 1970";
    public static final String EPOCH_MICROS = "microseconds since 1970";
    /** What a file usually has; digits of a second may follow. */
    public static final List<String> PATTERNS = List.of(ISO, "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm",
            "MM/dd/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm:ss", "yyyy/MM/dd HH:mm:ss", "MM/dd/yyyy hh:mm:ss a",
            EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS);

    private static final Map<String, BigDecimal> MICROS_PER_UNIT = Map.of(EPOCH_SECONDS, BigDecimal.valueOf(1_000_000),
            EPOCH_MILLIS, BigDecimal.valueOf(1_000), EPOCH_MICROS, BigDecimal.ONE);

    /** @throws IllegalArgumentException where the pattern is none */
    public TimeFormat {
        if (!PATTERNS.contains(pattern)) {
            formatter(pattern);
        }
    }

    /** A reader of such times. Not thread-safe. */
    public Reader reader() {
        BigDecimal unit = MICROS_PER_UNIT.get(pattern);
        if (unit != null) {
            return (text, before) -> epoch(text, unit);
        }
        DateTimeFormatter formatter = ISO.equals(pattern) ? null : formatter(pattern);
        return (text, before) -> {
            if (formatter == null) {
                return iso(text, before);
            }
            return local(LocalDateTime.parse(text.replace(',', '.'), formatter), before);
        };
    }

    /** Reads times of one channel after another. */
    public interface Reader {
        /**
         * @param before the time before it of the same channel, or {@link Long#MIN_VALUE}: where clocks were set back, an
         *               hour comes twice, and what follows is the later one
         * @return microseconds since 1970-01-01T00:00:00Z
         * @throws DateTimeException where the text is no such time; the message says why
         */
        long micros(String text, long before);
    }

    private static long epoch(String text, BigDecimal unit) {
        try {
            return new BigDecimal(text).multiply(unit).longValue();
        } catch (NumberFormatException e) {
            throw new DateTimeException("‘" + text + "’ is no number", e);
        }
    }

    private long iso(String text, long before) {
        String joined = text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        joined = joined.replace(',', '.');
        char last = joined.isEmpty() ? ' ' : joined.charAt(joined.length() - 1);
        if (last == 'Z') {
            return Micros.of(Instant.parse(joined));
        }
        if (joined.lastIndexOf('+') > 10 || joined.lastIndexOf('-') > 10) {
            return Micros.of(OffsetDateTime.parse(joined).toInstant());
        }
        return local(LocalDateTime.parse(joined), before);
    }

    private long local(LocalDateTime time, long before) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (offsets.isEmpty()) {
            throw new DateTimeException(time + " does not exist in " + zone + ": clocks were set forward there");
        }
        long micros = Micros.of(time.toInstant(offsets.getFirst()));
        return micros <= before && offsets.size() > 1 ? Micros.of(time.toInstant(offsets.get(1))) : micros;
    }

    private static DateTimeFormatter formatter(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive()
                .appendPattern(pattern.replace("yyyy", "uuuu"));
        if (pattern.contains("ss") && !pattern.contains("S")) {
            int end = pattern.indexOf("ss") + 2;
            builder = new DateTimeFormatterBuilder().parseCaseInsensitive()
                    .appendPattern(pattern.substring(0, end).replace("yyyy", "uuuu")).optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true).optionalEnd();
            if (end < pattern.length()) {
                builder.appendPattern(pattern.substring(end).replace("yyyy", "uuuu"));
            }
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
