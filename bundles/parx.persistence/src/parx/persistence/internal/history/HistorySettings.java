package parx.persistence.internal.history;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.service.StartException;

/**
 * How old samples are kept. Immutable.
 *
 * @param packAfter on plain PostgreSQL: how long after its end (UTC) a day is packed
 * @param quiet     on plain PostgreSQL: how long no sample must have come for a day before it is packed, again or at
 *                  all; spares packing a day many times while a spool or an import catches up
 * @param chunk     with TimescaleDB: how much time a new chunk of channel_data covers. On plain PostgreSQL a partition is
 *                  always a day: days are what is packed, and what retention counts in
 */
public record HistorySettings(Duration packAfter, Duration quiet, Duration chunk) {
    private static final String PACK_AFTER = "parx.history.pack.after";
    private static final String QUIET = "parx.history.pack.quiet";
    private static final String CHUNK = "parx.history.chunk";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,5}) ?([smhd])");

    /** An hour is more than a spool needs in ordinary operation, and short enough that one day lies unpacked. */
    public static final HistorySettings STANDARD =
            new HistorySettings(Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofDays(1));

    /** From the system properties, such as {@code -Dparx.history.pack.after=6h}. */
    public static HistorySettings read() throws StartException {
        HistorySettings settings = new HistorySettings(duration(PACK_AFTER, STANDARD.packAfter), duration(QUIET, STANDARD.quiet),
                duration(CHUNK, STANDARD.chunk));
        if (settings.chunk.isZero()) {
            throw new StartException(CHUNK + " must be longer than nothing; the standard is 1d.");
        }
        return settings;
    }

    private static Duration duration(String property, Duration standard) throws StartException {
        String text = System.getProperty(property, "").trim().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return standard;
        }
        Matcher words = DURATION.matcher(text);
        if (!words.matches()) {
            throw new StartException(property + " must be a time such as 30m, 6h or 1d, but is ‘" + text + "’.");
        }
        long count = Long.parseLong(words.group(1));
        return switch (words.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
