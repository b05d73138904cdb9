package parx.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TimeTicksTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    private final TimeTicks berlin = new TimeTicks(ZoneId.of("Europe/Berlin"), Locale.GERMANY);

    @Test
    void bothHoursHaveTheirTickWhenClocksAreSetBack() {
        List<TimeTicks.Tick> ticks = berlin.between(at("2026-10-24T22:00:00Z"), at("2026-10-25T04:00:00Z"), HOUR);
        assertEquals(List.of("00:00", "01:00", "02:00 MESZ", "02:00 MEZ", "03:00", "04:00", "05:00"), labels(ticks));
        for (int i = 1; i < ticks.size(); i++) {
            assertEquals(HOUR, ticks.get(i).micros() - ticks.get(i - 1).micros());
        }
    }

    @Test
    void theHourThatIsSkippedHasNoTick() {
        List<TimeTicks.Tick> ticks = berlin.between(at("2026-03-28T23:00:00Z"), at("2026-03-29T04:00:00Z"), HOUR);
        assertEquals(List.of("00:00", "01:00", "03:00", "04:00", "05:00", "06:00"), labels(ticks));
    }

    @Test
    void sixHourTicksStandAtTheSameLocalHoursAllYear() {
        List<TimeTicks.Tick> ticks = berlin.between(at("2026-10-24T00:00:00Z"), at("2026-10-26T12:00:00Z"), 5 * HOUR);
        assertTrue(labels(ticks).stream().allMatch(List.of("00:00", "06:00", "12:00", "18:00")::contains),
                labels(ticks).toString());
        assertEquals(10, ticks.size());
    }

    @Test
    void daysBeginAtLocalMidnightAlsoWhenTheyHave25Hours() {
        List<TimeTicks.Tick> ticks = berlin.between(at("2026-10-23T22:00:00Z"), at("2026-10-26T23:00:00Z"), 20 * HOUR);
        assertEquals(List.of("Sa. 24", "So. 25", "Mo. 26", "Di. 27"), labels(ticks));
        assertEquals(25 * HOUR, ticks.get(2).micros() - ticks.get(1).micros());
        assertEquals("Oktober 2026", ticks.get(0).context());
    }

    @Test
    void halfHoursAreAlignedInZonesThatAreHalfAnHourOff() {
        TimeTicks kathmandu = new TimeTicks(ZoneId.of("Asia/Kathmandu"), Locale.ROOT);
        List<TimeTicks.Tick> ticks = kathmandu.between(at("2026-11-23T00:00:00Z"), at("2026-11-23T02:00:00Z"),
                HOUR / 2);
        assertTrue(labels(ticks).stream().allMatch(label -> label.endsWith(":00") || label.endsWith(":30")),
                labels(ticks).toString());
    }

    @Test
    void ticksReachFromMicrosecondsToYears() {
        long start = at("2026-11-23T10:00:00Z");
        assertEquals(".000010", label(new TimeTicks(ZoneId.of("UTC"), Locale.UK).between(start + 6, start + 30, 4), 0));
        assertEquals("10:00:15", label(new TimeTicks(ZoneId.of("UTC"), Locale.UK)
                .between(start + 1, start + 60 * SECOND, 12 * SECOND), 0));
        List<TimeTicks.Tick> years = berlin.between(at("2019-06-01T00:00:00Z"), at("2026-01-02T00:00:00Z"),
                300 * 24 * HOUR);
        assertEquals(List.of("2020", "2021", "2022", "2023", "2024", "2025", "2026"), labels(years));
    }

    @Test
    void theDateChangesAtLocalMidnight() {
        List<TimeTicks.Tick> ticks = berlin.between(at("2026-11-23T22:30:00Z"), at("2026-11-23T23:30:00Z"), HOUR / 2);
        assertEquals("Mo. 23.11.2026", ticks.get(0).context());
        assertEquals("00:00", ticks.get(1).label());
        assertEquals("Di. 24.11.2026", ticks.get(1).context());
    }

    private static String label(List<TimeTicks.Tick> ticks, int index) {
        return ticks.get(index).label();
    }

    private static List<String> labels(List<TimeTicks.Tick> ticks) {
        return ticks.stream().map(TimeTicks.Tick::label).toList();
    }

    private static long at(String instant) {
        return Instant.parse(instant).getEpochSecond() * SECOND;
    }
}
