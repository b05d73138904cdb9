package parx.ui.trend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrendStateTest {
    @Test
    void whatATrendShowsSurvivesARestart() {
        TrendState state = new TrendState(List.of("LINE1.speed", "a,b;c d/ü%"), List.of("a,b;c d/ü%"), 3_600_000_000L,
                true);
        assertEquals(state, TrendState.parse(state.text()));
        assertEquals(TrendState.EMPTY, TrendState.parse(TrendState.EMPTY.text()));
    }

    @Test
    void whatAnOlderVersionSavedIsReadWithoutWhereItWasPaused() {
        assertEquals(new TrendState(List.of("a"), List.of(), 3_600_000_000L, true),
                TrendState.parse("a;;3600000000;1790000000000000;true"));
    }

    @Test
    void whatCannotBeReadCountsAsEmpty() {
        for (String text : List.of("", "a;b", "a;;x;0;true", "%zz;;1;0;true")) {
            assertEquals(TrendState.EMPTY, TrendState.parse(text), text);
        }
        assertEquals(TrendState.EMPTY, TrendState.parse(null));
    }
}
