package parx.persistence.internal.history.packed;

import java.util.Arrays;
import parx.persistence.internal.history.StoredQuality;
import parx.persistence.internal.history.packed.Block.Form;

/** Unpacks blocks without an object per sample. Not thread-safe: it reuses its memory. */
final class BlockDecoder {
    private long[] numbers = new long[0];

    /** @param times of the block that has them: {@link Block#timesOf}, or the block itself */
    Samples decode(Block block, byte[][] times) {
        int count = block.samples();
        if (numbers.length < count) {
            numbers = new long[count];
        }
        Samples samples = new Samples(count);
        samples.length = count;
        times(block, times, samples.time);
        BytePlanes.into(block.values(), numbers, count);
        if (block.step() == null) {
            for (int i = 0; i < count; i++) {
                numbers[i] += block.first();
            }
        } else {
            numbers[0] = block.first();
            for (int i = 1; i < count; i++) {
                numbers[i] += numbers[i - 1] + block.step();
            }
        }
        values(block, samples.value);
        qualities(block, samples);
        for (int i = 0; i < block.odd().length; i++) {
            samples.value[block.oddAt()[i]] = block.odd()[i];
        }
        return samples;
    }

    private static void times(Block block, byte[][] times, long[] into) {
        BytePlanes.into(times, into, block.samples());
        into[0] = block.from();
        for (int i = 1; i < block.samples(); i++) {
            into[i] += into[i - 1] + block.timeStep();
        }
    }

    private void values(Block block, double[] into) {
        int count = block.samples();
        if (block.form() == Form.SCALED) {
            double factor = block.factor();
            double divisor = block.divisor();
            for (int i = 0; i < count; i++) {
                into[i] = numbers[i] * factor / divisor;
            }
        } else if (block.form() == Form.FLOAT) {
            for (int i = 0; i < count; i++) {
                into[i] = Block.fromOrderedFloat((int) numbers[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = Block.fromOrdered(numbers[i]);
            }
        }
    }

    private static void qualities(Block block, Samples samples) {
        for (int run = 0; run < block.qualities().length(); run++) {
            int from = run == 0 ? 0 : block.qualityAt()[run - 1];
            int to = run == block.qualityAt().length ? block.samples() : block.qualityAt()[run];
            char letter = block.qualities().charAt(run);
            Arrays.fill(samples.quality, from, to, StoredQuality.ofLetter((byte) Character.toUpperCase(letter)));
            if (Character.isLowerCase(letter)) {
                Arrays.fill(samples.value, from, to, Double.NaN);
            }
        }
    }
}
