package parx.ui;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;

/**
 * Values, times and qualities as people read them, in their language and number format. Not thread-safe: each view has
 * its own.
 */
public final class ValueFormat {
    private static final int MAX_DECIMALS = 9;
    /** More than a double holds after a leading 0.000000001. */
    private static final int MOST_DIGITS = 26;
    private static final long SECOND = Micros.PER_SECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** Beyond these a fixed number of decimals shows nothing or a wall of digits. */
    private static final double LARGEST_FIXED = 1e12;

    /** Between these a number is written with all its digits, beyond them with an exponent. */
    private static final double SMALLEST_PLAIN = 1e-9;
    private static final double LARGEST_PLAIN = 1e15;

    private final Locale locale;
    private final ZoneId zone;
    private final Words words;
    private final DecimalFormat[] fixed = new DecimalFormat[MAX_DECIMALS + 1];
    private final DecimalFormat scientific;
    private final DecimalFormat exact;
    private final DecimalFormat exactScientific;
    private final DateTimeFormatter time;
    private final DateTimeFormatter date;
    private final DateTimeFormatter seconds;

    /** In the formats and the language of this person, at this place. */
    public ValueFormat() {
        this(Locale.getDefault(Locale.Category.FORMAT), Locale.getDefault(Locale.Category.DISPLAY), ZoneId.systemDefault());
    }

    ValueFormat(Locale formats, Locale language, ZoneId zone) {
        this.locale = formats;
        this.zone = zone;
        words = new Words(ValueFormat.class, language);
        scientific = new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(formats));
        exact = new DecimalFormat("#,##0." + "#".repeat(MOST_DIGITS), DecimalFormatSymbols.getInstance(formats));
        exactScientific = new DecimalFormat("0." + "#".repeat(MOST_DIGITS) + "E0", DecimalFormatSymbols.getInstance(formats));
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", formats).withZone(zone);
        seconds = DateTimeFormatter.ofPattern("HH:mm:ss", formats).withZone(zone);
        date = DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).withLocale(formats).withZone(zone);
    }

    public Locale locale() {
        return locale;
    }

    public ZoneId zone() {
        return zone;
    }

    /** @param decimals 0–9; NaN reads as a dash */
    public String number(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return (Math.abs(value) >= LARGEST_FIXED ? scientific : fixed(decimals)).format(value);
    }

    /** With the digits that it has: what came over the wire, before anybody has said how many decimals matter. */
    public String exact(double value) {
        if (!Double.isFinite(value)) {
            return number(value, 0);
        }
        // A fraction that was sent in four bytes has no more digits than these.
        boolean single = value != Math.rint(value) && (float) value == value;
        return exact(new BigDecimal(single ? Float.toString((float) value) : Double.toString(value)));
    }

    /** The same for what may have more digits than a double. */
    public String exact(BigDecimal value) {
        double size = value.abs().doubleValue();
        boolean plain = size == 0 || value.scale() == 0 || size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
        return (plain ? exact : exactScientific).format(value);
    }

    /** Number and unit, with a space that does not break. */
    public String value(double value, int decimals, String units) {
        return units.isBlank() ? number(value, decimals) : number(value, decimals) + "\u00A0" + units;
    }

    /** A rate or count for a status line: 9,876 then 12.3 k then 1.23 M. */
    public String compact(double value) {
        double size = Math.abs(value);
        if (size < 10_000) {
            return number(value, size < 10 && value != Math.rint(value) ? 1 : 0);
        }
        return size < 1e6 ? number(value / 1e3, 1) + "\u00A0k" : number(value / 1e6, 2) + "\u00A0M";
    }

    /** 14:03:27.120 */
    public String time(long micros) {
        return time.format(Micros.toInstant(micros));
    }

    /** 14:03:27 */
    public String timeToSecond(long micros) {
        return seconds.format(Micros.toInstant(micros));
    }

    /** The day, as the locale writes it. */
    public String date(long micros) {
        return date.format(Micros.toInstant(micros));
    }

    public String dateTime(long micros) {
        return date(micros) + " " + time(micros);
    }

    /** How long ago, coarsely: "now", "3 s", "2 min", "5 h", "3 d". @param ageMicros not negative; less reads as now */
    public String age(long ageMicros) {
        if (ageMicros < SECOND) {
            return words.text("age.now");
        }
        if (ageMicros < MINUTE) {
            return words.text("age.seconds", ageMicros / SECOND);
        }
        if (ageMicros < HOUR) {
            return words.text("age.minutes", ageMicros / MINUTE);
        }
        return ageMicros < DAY ? words.text("age.hours", ageMicros / HOUR) : words.text("age.days", ageMicros / DAY);
    }

    /** The mark before a value: none where it is GOOD, "?" UNCERTAIN, "✕" BAD, a clock STALE, "S" simulated. */
    public String glyph(byte quality) {
        Reason reason = QualityCode.reason(quality);
        return switch (QualityCode.quality(quality)) {
            case GOOD -> reason == Reason.SIMULATED ? "S" : "";
            case UNCERTAIN -> "?";
            case BAD -> reason == Reason.STALE ? "◷" : "✕";
        };
    }

    /** The quality in plain words: "Good", "Bad: no answer in time". */
    public String words(byte quality) {
        Reason reason = QualityCode.reason(quality);
        String level = words.text("quality." + QualityCode.quality(quality).name());
        return reason == Reason.NONE ? level : level + ": " + words.text("reason." + reason.name());
    }

    /** The colour of this quality's mark and, where BAD, of its value. */
    public static Palette.Token token(byte quality) {
        Reason reason = QualityCode.reason(quality);
        return switch (QualityCode.quality(quality)) {
            case GOOD -> reason == Reason.SIMULATED ? Palette.Token.SIMULATED : Palette.Token.TEXT;
            case UNCERTAIN -> Palette.Token.UNCERTAIN;
            case BAD -> reason == Reason.STALE ? Palette.Token.STALE : Palette.Token.BAD;
        };
    }

    private DecimalFormat fixed(int decimals) {
        int digits = Math.max(0, Math.min(MAX_DECIMALS, decimals));
        if (fixed[digits] == null) {
            fixed[digits] = new DecimalFormat(digits == 0 ? "#,##0" : "#,##0." + "0".repeat(digits),
                    DecimalFormatSymbols.getInstance(locale));
        }
        return fixed[digits];
    }
}
