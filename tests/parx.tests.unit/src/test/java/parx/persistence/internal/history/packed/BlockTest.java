package parx.persistence.internal.history.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.persistence.internal.history.packed.Block.Form;

class BlockTest {
    private static final long DAY = 1_772_323_200_000_000L;
    private static final double[] PECULIAR = {0.0, -0.0, Double.NaN, Double.longBitsToDouble(0x7ff0_0000_0000_0001L),
            Double.longBitsToDouble(0xfff8_dead_beef_0001L), Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, 0.1, 0.1f, 1e300,
            9007199254740993.0, -9007199254740992.0, 1e-9, 123456789.123456789, Float.MAX_VALUE, Float.MIN_VALUE, 1.0 / 3};

    private final Random random = new Random(42);

    @Test
    void everyBitOfEveryValueComesBack() {
        for (int round = 0; round < 400; round++) {
            int kind = round % 8;
            double level = random.nextInt(2000) - 1000;
            double share = round % 3 == 0 ? 0 : round % 3 == 1 ? 0.02 : 0.5;
            DoubleSupplier ordinary = switch (kind) {
                case 0 -> () -> (level * 10 + random.nextInt(50)) * 0.1;
                case 1 -> () -> (level * 100 + random.nextInt(50)) / 100;
                case 2 -> () -> (float) (level + random.nextGaussian());
                case 3 -> () -> level + random.nextGaussian();
                case 4 -> () -> random.nextBoolean() ? 1 : 0;
                case 5 -> () -> level;
                case 6 -> () -> Double.longBitsToDouble(random.nextLong());
                default -> () -> random.nextLong();
            };
            check(samples(1 + random.nextInt(700), () -> random.nextDouble() < share
                    ? PECULIAR[random.nextInt(PECULIAR.length)] : ordinary.getAsDouble()));
        }
        for (double value : PECULIAR) {
            check(samples(1, () -> value));
            check(samples(5, () -> value));
        }
    }

    @Test
    void valuesOfFewDecimalsBecomeWholeNumbers() {
        assertEquals(Form.SCALED, check(samples(500, () -> random.nextInt(10_000) * 0.1)).form(), "a register times 0.1");
        assertEquals(Form.SCALED, check(samples(500, () -> random.nextInt(10_000) / 1000.0)).form(), "a text with decimals");
        assertEquals(Form.FLOAT, check(samples(500, () -> (float) random.nextGaussian())).form());
        assertEquals(Form.DOUBLE, check(samples(500, random::nextGaussian)).form());
    }

    @Test
    void whatIsConstantTakesNoRoom() {
        Samples constant = new Samples(100);
        for (int i = 0; i < 100; i++) {
            constant.add(DAY + i * 1_000_000L, 70.4, QualityCode.GOOD);
        }
        Block block = check(constant);
        for (byte[] plane : block.values()) {
            assertNull(plane);
        }
        for (byte[] plane : block.times()) {
            assertNull(plane);
        }
        assertEquals("G", block.qualities());
    }

    @Test
    void noiseOfAnInstrumentTakesAByteAndALinearRampNone() {
        Block noise = check(samples(1000, () -> (7000 + random.nextInt(100)) * 0.1));
        assertTrue(noise.values()[0] != null && noise.values()[1] == null);
        int[] counter = {123_456_789};
        Block ramp = check(samples(1000, () -> counter[0] += 17));
        for (byte[] plane : ramp.values()) {
            assertNull(plane);
        }
    }

    @Test
    void aGlitchOfOneSampleLeavesTheOthersSmall() {
        Samples samples = samples(1000, () -> (7000 + random.nextInt(100)) * 0.1);
        samples.value[500] = 3276.7 * 1000;
        Block block = check(samples);
        assertEquals(Form.SCALED, block.form());
        int large = 0;
        for (byte b : block.values()[1]) {
            large += b != 0 ? 1 : 0;
        }
        assertTrue(large <= 2, large + " numbers need a second byte");
    }

    private Samples samples(int count, DoubleSupplier value) {
        Samples samples = new Samples(count);
        long at = DAY + random.nextInt(1_000_000);
        for (int i = 0; i < count; i++) {
            at += 1 + (random.nextInt(50) == 0 ? random.nextInt(40_000_000) : 200_000 + random.nextInt(3_000));
            Quality quality = random.nextInt(20) == 0 ? Quality.values()[random.nextInt(3)] : Quality.GOOD;
            samples.add(at, value.getAsDouble(), QualityCode.of(quality, Reason.NONE));
        }
        return samples;
    }

    private static Block check(Samples samples) {
        Block block = new BlockEncoder().encode("a", samples, null);
        Samples back = new BlockDecoder().decode(block, block.times());
        assertEquals(samples.length, back.length);
        for (int i = 0; i < back.length; i++) {
            assertEquals(samples.time[i], back.time[i]);
            assertEquals(Double.doubleToRawLongBits(samples.value[i]), Double.doubleToRawLongBits(back.value[i]),
                    () -> block.form() + " of " + samples.value[0]);
            assertEquals(QualityCode.quality(samples.quality[i]), QualityCode.quality(back.quality[i]));
        }
        return block;
    }
}
