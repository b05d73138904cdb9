package parx.persistence.internal.history.packed;

import java.util.Arrays;
import parx.model.QualityCode;
import parx.persistence.internal.history.packed.Block.Form;

/** Packs samples so that every bit of them comes back. Not thread-safe: it reuses its memory. */
final class BlockEncoder {
    /** Decimals that an instrument or a scaling may give. */
    private static final int MOST_DECIMALS = 9;
    /** Beyond this not every whole number is a double. */
    private static final double LARGEST_WHOLE = 1L << 53;
    /** Where more values than one in so many have no number in a form, the form is not theirs. */
    private static final int LEAST_FIT = 16;
    private static final int PROBES = 64;
    private static final int MEDIAN_OF = 511;
    private static final long NAN = Double.doubleToRawLongBits(Double.NaN);
    private static final int[] NO_PLACES = {};
    private static final double[] NO_VALUES = {};

    private long[] numbers = new long[0];
    private long[] steps = new long[0];
    private int[] oddAt = new int[0];
    private int odds;

    /**
     * @param samples of one channel and day, ascending strictly by time, at least one
     * @param timesOf the channel whose block has the same times, or null
     */
    Block encode(String channelId, Samples samples, String timesOf) {
        int count = samples.length;
        if (numbers.length < count) {
            numbers = new long[count];
            steps = new long[count];
            oddAt = new int[count];
        }
        for (int i = 1; i < count; i++) {
            steps[i] = samples.time[i] - samples.time[i - 1];
        }
        long timeStep = count > 1 ? median(steps, 1, count) : 0;
        steps[0] = 0;
        for (int i = 1; i < count; i++) {
            steps[i] -= timeStep;
        }
        byte[][] times = timesOf == null ? BytePlanes.of(steps, count, Block.TIME_PLANES) : new byte[Block.TIME_PLANES][];
        Scale scale = scale(samples);
        Form form = number(samples, scale);
        return values(channelId, samples, timesOf, timeStep, times, form, scale);
    }

    private Block values(String channelId, Samples samples, String timesOf, long timeStep, byte[][] times, Form form,
            Scale scale) {
        int count = samples.length;
        int[] placesOfOdd = odds == 0 ? NO_PLACES : Arrays.copyOf(oddAt, odds);
        double[] odd = odds == 0 ? NO_VALUES : new double[odds];
        for (int i = 0; i < odds; i++) {
            odd[i] = samples.value[oddAt[i]];
        }
        long middle = median(numbers, 0, count);
        long first = numbers[0];
        boolean overflow = false;
        for (int i = 1; i < count; i++) {
            long difference = numbers[i] - numbers[i - 1];
            overflow |= ((numbers[i] ^ numbers[i - 1]) & (numbers[i] ^ difference)) < 0;
            steps[i] = difference;
        }
        long step = count > 1 ? median(steps, 1, count) : 0;
        steps[0] = 0;
        for (int i = 1; i < count; i++) {
            overflow |= ((steps[i] ^ step) & (steps[i] ^ steps[i] - step)) < 0;
            steps[i] -= step;
        }
        for (int i = 0; i < count; i++) {
            long difference = numbers[i] - middle;
            overflow |= ((numbers[i] ^ middle) & (numbers[i] ^ difference)) < 0;
        }
        boolean byStep = !overflow && fewer(steps, count, middle);
        long base = overflow ? 0 : middle;
        if (!byStep) {
            for (int i = 0; i < count; i++) {
                steps[i] = numbers[i] - base;
            }
        }
        byte[][] values = BytePlanes.of(steps, count, Block.VALUE_PLANES);
        Runs runs = Runs.of(samples);
        return new Block(channelId, samples.first(), samples.last(), count, timesOf, timeStep, times, form,
                scale.factor, scale.divisor, byStep ? first : base, byStep ? step : null, values, placesOfOdd, odd,
                runs.at, runs.letters);
    }

    /** Whether the steps take fewer bytes than the distances from the middle. */
    private boolean fewer(long[] byStep, int count, long middle) {
        double stepped = BytePlanes.estimate(byStep, count);
        long[] distances = new long[count];
        for (int i = 0; i < count; i++) {
            distances[i] = numbers[i] - middle;
        }
        return stepped < BytePlanes.estimate(distances, count);
    }

    /** How a whole number becomes a value: multiplied by one and divided by the other. */
    private record Scale(double factor, double divisor) {
        static final Scale NONE = new Scale(1, 1);
        private static final Scale[] ALL = new Scale[2 * MOST_DECIMALS + 1];

        static {
            ALL[0] = NONE;
            for (int decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
                // 0.1 times a number is not always a tenth of it: registers are multiplied, texts are divided.
                ALL[2 * decimals - 1] = new Scale(1, Math.pow(10, decimals));
                ALL[2 * decimals] = new Scale(Double.parseDouble("1e-" + decimals), 1);
            }
        }

        boolean fits(double value) {
            double number = number(value);
            return Math.abs(number) <= LARGEST_WHOLE && Double.doubleToRawLongBits(number * factor / divisor)
                    == Double.doubleToRawLongBits(value);
        }

        /** Never a negative zero, of which no whole number can tell. */
        double number(double value) {
            return Math.rint(value * divisor / factor) + 0.0;
        }
    }

    /** The scale that fits most of some values spread over the samples. */
    private static Scale scale(Samples samples) {
        Scale best = Scale.NONE;
        int most = -1;
        int stride = Math.max(1, samples.length / PROBES);
        int probes = 0;
        for (int i = 0; i < samples.length; i += stride) {
            probes += isNumber(samples.value[i]) ? 1 : 0;
        }
        for (Scale scale : Scale.ALL) {
            int fitting = 0;
            for (int i = 0; i < samples.length; i += stride) {
                fitting += isNumber(samples.value[i]) && scale.fits(samples.value[i]) ? 1 : 0;
            }
            if (fitting > most) {
                most = fitting;
                best = scale;
            }
            if (most == probes) {
                break;
            }
        }
        return best;
    }

    /** Fills numbers and the places of the odd values. */
    private Form number(Samples samples, Scale scale) {
        for (Form form : new Form[] {Form.SCALED, Form.FLOAT}) {
            if (number(samples, scale, form)) {
                return form;
            }
        }
        number(samples, scale, Form.DOUBLE);
        return Form.DOUBLE;
    }

    private boolean number(Samples samples, Scale scale, Form form) {
        int most = form == Form.DOUBLE ? Integer.MAX_VALUE : 2 + samples.length / LEAST_FIT;
        odds = 0;
        long before = 0;
        boolean begun = false;
        for (int i = 0; i < samples.length; i++) {
            double value = samples.value[i];
            boolean fits = isNumber(value) && switch (form) {
                case SCALED -> scale.fits(value);
                case FLOAT -> Double.doubleToRawLongBits((float) value) == Double.doubleToRawLongBits(value);
                case DOUBLE -> true;
            };
            if (fits) {
                before = switch (form) {
                    case SCALED -> (long) scale.number(value);
                    case FLOAT -> Block.orderedFloat((float) value);
                    case DOUBLE -> Block.ordered(value);
                };
                if (!begun) {
                    Arrays.fill(numbers, 0, i, before);
                    begun = true;
                }
            } else if (Double.doubleToRawLongBits(value) != NAN) {
                if (odds == most) {
                    return false;
                }
                oddAt[odds++] = i;
            }
            // What has no number repeats the one before it, which costs nothing.
            numbers[i] = before;
        }
        return true;
    }

    private static boolean isNumber(double value) {
        return !Double.isNaN(value);
    }

    /** Of some of the numbers, spread evenly. */
    private static long median(long[] of, int from, int to) {
        int stride = Math.max(1, (to - from + MEDIAN_OF - 1) / MEDIAN_OF);
        long[] some = new long[(to - from + stride - 1) / stride];
        for (int i = 0; i < some.length; i++) {
            some[i] = of[from + i * stride];
        }
        Arrays.sort(some);
        return some[some.length / 2];
    }

    /** Runs of equal quality; that a value is NaN, as BAD ones mostly are, belongs to it. */
    private record Runs(int[] at, String letters) {
        private static final String NUMBERS = "GUB";
        private static final String NANS = "gub";

        static Runs of(Samples samples) {
            StringBuilder letters = new StringBuilder();
            int[] at = new int[8];
            int runs = 0;
            for (int i = 0; i < samples.length; i++) {
                char letter = letter(samples, i);
                if (i == 0 || letter != letters.charAt(letters.length() - 1)) {
                    letters.append(letter);
                    if (i > 0) {
                        if (runs == at.length) {
                            at = Arrays.copyOf(at, runs * 2);
                        }
                        at[runs++] = i;
                    }
                }
            }
            return new Runs(Arrays.copyOf(at, runs), letters.toString());
        }

        private static char letter(Samples samples, int row) {
            boolean nan = Double.doubleToRawLongBits(samples.value[row]) == NAN;
            return (nan ? NANS : NUMBERS).charAt(QualityCode.quality(samples.quality[row]).ordinal());
        }
    }
}
