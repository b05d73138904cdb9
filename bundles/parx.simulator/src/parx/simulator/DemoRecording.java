package parx.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What ParX would store of the demo plant in a given time, computed as fast as the machine can: the values as they come
 * out of the registers, at the times of scans that are not quite regular. Pure functions, any thread.
 */
public final class DemoRecording {
    private static final long FAST_MICROS = 200_000;
    private static final int FAST_PER_SLOW = 5;
    /** As seen with the workstation on a desktop: most scans within a millisecond, one in fifty much later. */
    private static final double JITTER_MICROS = 500;
    private static final int RARELY = 50;
    private static final double LATE_MICROS = 8_000;

    private DemoRecording() {
    }

    /** Takes one sample. */
    public interface Sink {
        void sample(String channelId, long timeMicros, double value);
    }

    /** @param seed the same one gives the same samples */
    public static void run(long seed, long fromMicros, long toMicros, Sink into) {
        Plant plant = new Plant(seed);
        Random random = new Random(seed);
        List<Point> points = RegisterMap.points().stream().filter(point -> point.type() != Point.Type.TEXT).toList();
        Map<String, Double> last = new HashMap<>();
        int scan = 0;
        for (long at = fromMicros; at < toMicros - FAST_MICROS; at += FAST_MICROS, scan++) {
            for (int step = 0; step < 4; step++) {
                plant.step(FAST_MICROS / 4e6);
            }
            long inputs = at + jitter(random);
            long holding = at + jitter(random);
            long bits = at + jitter(random);
            for (Point point : points) {
                if (point.fast() || scan % FAST_PER_SLOW == 0) {
                    double value = stored(point, plant);
                    if (!point.stepped() || !Double.valueOf(value).equals(last.put(point.id(), value))) {
                        into.sample(point.id(), switch (point.table()) {
                            case INPUT -> inputs;
                            case HOLDING -> holding;
                            default -> bits;
                        }, value);
                    }
                }
            }
        }
    }

    private static long jitter(Random random) {
        double mean = random.nextInt(RARELY) == 0 ? LATE_MICROS : JITTER_MICROS;
        return (long) Math.min(FAST_MICROS - 1, -Math.log(1 - random.nextDouble()) * mean);
    }

    /** Through a register and back. */
    private static double stored(Point point, Plant plant) {
        double raw = point.value().applyAsDouble(plant) / point.factor();
        double read = switch (point.type()) {
            case BOOL, BIT -> raw != 0 ? 1 : 0;
            case FLOAT, FLOAT_SWAPPED -> (float) raw;
            case DOUBLE -> raw;
            default -> Math.round(raw);
        };
        return read * point.factor();
    }
}
