package parx.ui.trend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import parx.model.Micros;

class RangeTextTest {
    private static final long NOW = Micros.of(Instant.parse("2026-11-23T16:00:00Z"));
    private final RangeText text = new RangeText(ZoneId.of("Europe/Berlin"));

    @Test
    void lengthsReachUpToNow() {
        for (String typed : List.of("-8h", "8 h", "8h", " -8 H ", "480 min", "28800s", "8 Std")) {
            RangeText.Range range = text.parse(typed, NOW).orElseThrow();
            assertEquals(8 * 3_600_000_000L, range.spanMicros(), typed);
            assertNull(range.window(), typed);
        }
        assertEquals(36 * 3_600_000_000L, text.parse("1,5 d", NOW).orElseThrow().spanMicros());
    }

    @Test
    void stretchesAreLocalTime() {
        for (String typed : List.of("yesterday 06:00–14:00", "gestern 6:00 - 14:00", "2026-11-22 06:00 – 14:00",
                "22.11.2026 06:00 bis 22.11.2026 14:00")) {
            RangeText.Range range = text.parse(typed, NOW).orElseThrow(() -> new AssertionError(typed));
            assertEquals(Micros.of(Instant.parse("2026-11-22T05:00:00Z")), range.window().startMicros(), typed);
            assertEquals(8 * 3_600_000_000L, range.window().spanMicros(), typed);
        }
    }

    @Test
    void aNightShiftEndsOnTheNextDay() {
        assertEquals(8 * 3_600_000_000L, text.parse("yesterday 22:00-06:00", NOW).orElseThrow().spanMicros());
    }

    @Test
    void theDayOnWhichClocksAreSetBackHas25Hours() {
        assertEquals(25 * 3_600_000_000L, text.parse("2026-10-25", NOW).orElseThrow().spanMicros());
    }

    @Test
    void nonsenseIsNoRange() {
        for (String typed : List.of("", "soon", "8", "-h", "2026-13-40", "14:00-06:00-03:00", "0 s", "25:00–26:00")) {
            assertTrue(text.parse(typed, NOW).isEmpty(), typed);
        }
    }
}
