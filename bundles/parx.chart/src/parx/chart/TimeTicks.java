package parx.chart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a time axis has its ticks and what they say: round local times, from microseconds to years. When clocks are
 * set back both hours have their ticks, told apart by their zone; the hour that is skipped has none. Pure, any thread.
 */
public final class TimeTicks {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] EVEN_STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000,
        50_000, 100_000, 200_000, 500_000, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
        MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE};
    private static final int[] HOUR_STEPS = {1, 2, 3, 6, 12};
    private static final int[] DAY_STEPS = {1, 2, 7};
    private static final int[] MONTH_STEPS = {1, 2, 3, 6, 12, 24, 60, 120};

    private final ZoneId zone;
    private final Locale locale;

    public TimeTicks(ZoneId zone, Locale locale) {
        this.zone = zone;
        this.locale = locale;
    }

    /**
     * @param label   in the upper row; the lower row shows {@code context} where it changes
     * @param context the date, or the month or year of larger steps
     */
    public record Tick(long micros, String label, String context) {
    }

    /** The ticks between two times, no closer together than {@code leastMicros}. */
    public List<Tick> between(long from, long to, long leastMicros) {
        for (long step : EVEN_STEPS) {
            if (step >= leastMicros) {
                return even(from, to, step);
            }
        }
        for (int step : HOUR_STEPS) {
            if (step * HOUR >= leastMicros) {
                return hours(from, to, step);
            }
        }
        for (int step : DAY_STEPS) {
            if (step * DAY >= leastMicros) {
                return days(from, to, step);
            }
        }
        for (int step : MONTH_STEPS) {
            if (step * 30 * DAY >= leastMicros) {
                return months(from, to, step);
            }
        }
        return months(from, to, 240);
    }

    /** The context of the time at the left edge, for ticks with this distance. */
    public String contextAt(long micros, long leastMicros) {
        ZonedDateTime at = local(micros);
        if (leastMicros > 7 * DAY) {
            return Integer.toString(at.getYear());
        }
        return leastMicros > 12 * HOUR ? month(at) : leastMicros < SECOND ? date(at) + "  " + seconds(at) : date(at);
    }

    /** A time in full, as fine as a pixel of this width can tell. */
    public String full(long micros, double microsPerPixel) {
        ZonedDateTime at = local(micros);
        String time = at.toLocalTime().format(DateTimeFormatter.ofPattern("HH:mm:ss", locale));
        if (microsPerPixel < 1_000) {
            time += String.format(Locale.ROOT, ".%06d", at.getNano() / 1_000);
        } else if (microsPerPixel < 500_000) {
            time += String.format(Locale.ROOT, ".%03d", at.getNano() / 1_000_000);
        }
        return date(at) + "  " + time + (ambiguous(at) ? " " + zoneName(at) : "");
    }

    /** The zone's short name at this time: CET, CEST. */
    public String zoneName(long micros) {
        return zoneName(local(micros));
    }

    private List<Tick> even(long from, long to, long step) {
        List<Tick> ticks = new ArrayList<>();
        // Zones differ from UTC by whole quarters of an hour, half-hour steps need the zone's own beat.
        long shift = step < 15 * MINUTE ? 0 : local(from).getOffset().getTotalSeconds() * SECOND;
        for (long at = -Math.floorDiv(-(from + shift), step) * step - shift; at <= to; at += step) {
            ZonedDateTime time = local(at);
            String label;
            String context = date(time);
            if (step < SECOND) {
                int digits = step < 10 ? 6 : step < 100 ? 5 : step < 1_000 ? 4 : step < 10_000 ? 3
                        : step < 100_000 ? 2 : 1;
                label = String.format(Locale.ROOT, "%06d", time.getNano() / 1_000).substring(0, digits);
                label = "." + label;
                context = context + "  " + seconds(time);
            } else if (step < MINUTE) {
                label = seconds(time);
            } else {
                label = minutes(time);
            }
            ticks.add(new Tick(at, label, context));
        }
        return ticks;
    }

    private List<Tick> hours(long from, long to, int step) {
        List<Tick> ticks = new ArrayList<>();
        for (LocalDate day = local(from).toLocalDate(); !day.isAfter(local(to).toLocalDate()); day = day.plusDays(1)) {
            for (int hour = 0; hour < 24; hour += step) {
                LocalDateTime time = day.atTime(LocalTime.of(hour, 0));
                for (ZoneOffset offset : zone.getRules().getValidOffsets(time)) {
                    ZonedDateTime at = ZonedDateTime.ofInstant(time, offset, zone);
                    add(ticks, from, to, at, minutes(at), date(at));
                }
            }
        }
        return ticks;
    }

    private List<Tick> days(long from, long to, int step) {
        List<Tick> ticks = new ArrayList<>();
        LocalDate day = local(from).toLocalDate();
        // Counted from a Monday, so that the same days have ticks wherever the picture begins.
        day = day.minusDays(Math.floorMod(day.toEpochDay() + 3, (long) step));
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE d", locale);
        for (; micros(day.atStartOfDay(zone)) <= to; day = day.plusDays(step)) {
            ZonedDateTime at = day.atStartOfDay(zone);
            add(ticks, from, to, at, at.format(format), month(at));
        }
        return ticks;
    }

    private List<Tick> months(long from, long to, int step) {
        List<Tick> ticks = new ArrayList<>();
        LocalDate month = local(from).toLocalDate().withDayOfMonth(1);
        long number = month.getYear() * 12L + month.getMonthValue() - 1;
        month = month.minusMonths(Math.floorMod(number, (long) step));
        for (; micros(month.atStartOfDay(zone)) <= to; month = month.plusMonths(step)) {
            ZonedDateTime at = month.atStartOfDay(zone);
            String year = Integer.toString(at.getYear());
            add(ticks, from, to, at, step >= 12 ? year : at.getMonth().getDisplayName(TextStyle.SHORT_STANDALONE,
                    locale), step >= 12 ? "" : year);
        }
        return ticks;
    }

    private static void add(List<Tick> ticks, long from, long to, ZonedDateTime at, String label, String context) {
        long micros = micros(at);
        if (micros >= from && micros <= to) {
            ticks.add(new Tick(micros, label, context));
        }
    }

    private String seconds(ZonedDateTime at) {
        return at.format(DateTimeFormatter.ofPattern("HH:mm:ss", locale)) + (ambiguous(at) ? " " + zoneName(at) : "");
    }

    private String minutes(ZonedDateTime at) {
        return at.format(DateTimeFormatter.ofPattern("HH:mm", locale)) + (ambiguous(at) ? " " + zoneName(at) : "");
    }

    private String date(ZonedDateTime at) {
        return at.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale) + " "
                + at.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale));
    }

    private String month(ZonedDateTime at) {
        return at.getMonth().getDisplayName(TextStyle.FULL_STANDALONE, locale) + " " + at.getYear();
    }

    private String zoneName(ZonedDateTime at) {
        return at.format(DateTimeFormatter.ofPattern("zzz", locale));
    }

    private boolean ambiguous(ZonedDateTime at) {
        return zone.getRules().getValidOffsets(at.toLocalDateTime()).size() > 1;
    }

    private ZonedDateTime local(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000).atZone(zone);
    }

    private static long micros(ZonedDateTime at) {
        return at.toEpochSecond() * SECOND + at.getNano() / 1_000;
    }
}
