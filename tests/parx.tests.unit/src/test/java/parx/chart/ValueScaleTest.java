package parx.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ValueScaleTest {
    @Test
    void noiseAroundTheEndOfTheRangeDoesNotMoveTheAxis() {
        ValueScale scale = new ValueScale();
        scale.engineering(0, 300);
        scale.visible(new double[] {10, 80});
        assertFalse(scale.visible(new double[] {-0.6, 80}));
        assertEquals(0, scale.low());
        assertTrue(scale.visible(new double[] {-20, 80}), "but a value that is really outside is shown");
        assertTrue(scale.low() <= -20);
    }

    @Test
    void theAxisDoesNotMoveWhileValuesFluctuateInsideIt() {
        ValueScale scale = new ValueScale();
        scale.visible(new double[] {40, 60});
        double low = scale.low();
        double high = scale.high();
        for (double[] range : new double[][] {{41, 60}, {45, 58}, {44, 53}, {40, 60}, {50, 59}}) {
            assertFalse(scale.visible(range));
        }
        assertEquals(low, scale.low());
        assertEquals(high, scale.high());
        assertTrue(scale.visible(new double[] {40, 80}), "grows at once");
        assertTrue(scale.high() >= 80);
        assertTrue(scale.visible(new double[] {50, 51}), "shrinks where little of it is used");
        assertTrue(scale.high() < 60);
    }

    @Test
    void theEngineeringRangeHoldsAndWidensForWhatLiesOutside() {
        ValueScale scale = new ValueScale();
        scale.engineering(0, 400);
        scale.visible(new double[] {299, 301});
        assertEquals(0, scale.low());
        assertEquals(400, scale.high());
        scale.visible(new double[] {299, 460});
        assertTrue(scale.high() >= 460);
        assertEquals(0, scale.low());
        double wide = scale.high();
        scale.visible(new double[] {299, 395});
        assertEquals(wide, scale.high(), "values at the end of the range do not make the axis come and go");
        scale.visible(new double[] {299, 350});
        assertEquals(400, scale.high());
    }

    @Test
    void aConstantValueHasAnAxisAroundIt() {
        for (double value : new double[] {0, 5, -3, 1e-9, 1e12, 273.15}) {
            ValueScale scale = new ValueScale();
            scale.visible(new double[] {value, value});
            assertTrue(scale.low() <= value && value <= scale.high() && scale.low() < scale.high(), "for " + value);
        }
    }

    @Test
    void ticksAreRoundAndInTheLocalesForm() {
        assertEquals(0.5, ValueTicks.step(0.21), 1e-12);
        assertEquals(20, ValueTicks.step(11), 1e-12);
        assertEquals("1,5", ValueTicks.label(1.5, 0.5, Locale.GERMANY));
        assertEquals("12,000", ValueTicks.label(12_000, 1_000, Locale.UK));
        assertEquals("0.0", ValueTicks.label(-1e-17, 0.1, Locale.UK));
        assertEquals("2.5E9", ValueTicks.label(2.5e9, 5e8, Locale.UK));
        assertEquals(5, ValueTicks.between(0, 0.4, 0.1).length);
    }
}
