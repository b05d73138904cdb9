package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScalingTest {
    @Test
    void factorAndOffsetApplyInThatOrder() {
        Scaling scaling = Scaling.of(Settings.with("factor", 0.1, "offset", 5));
        assertEquals(17.5, scaling.apply(125), 1e-12);
    }

    @Test
    void twoPointsOfA4To20MilliampereTransmitterMeetBothEnds() {
        Scaling scaling = Scaling.of(Settings.with("rawLow", 4000, "rawHigh", 20000, "low", 0, "high", 250));
        assertEquals(0, scaling.apply(4000), 1e-9);
        assertEquals(250, scaling.apply(20000), 1e-9);
        assertEquals(12000, scaling.invert(125), 1e-9);
    }

    @Test
    void aClampLimitsToTheRangeWhicheverEndIsGivenFirst() {
        Scaling scaling = Scaling.of(Settings.with("low", 100, "high", 0, "clamp", true));
        assertEquals(100, scaling.clamp(120));
        assertEquals(0, scaling.clamp(-3));
    }

    @Test
    void equalRawPointsAndMixedFormsAreRefusedWithASentence() {
        assertThrows(SettingsException.class,
                () -> Scaling.of(Settings.with("rawLow", 1, "rawHigh", 1, "low", 0, "high", 1)));
        SettingsException mixed = assertThrows(SettingsException.class,
                () -> Scaling.of(Settings.with("factor", 2, "rawLow", 0, "rawHigh", 1, "low", 0, "high", 1)));
        assertEquals("Give either factor and offset or two points, not both", mixed.getMessage());
    }

    @Test
    void aWrongTypeNamesTheKey() {
        SettingsException e = assertThrows(SettingsException.class,
                () -> Scaling.of(Settings.with("factor", "ten")));
        assertEquals("factor", e.key());
    }
}
