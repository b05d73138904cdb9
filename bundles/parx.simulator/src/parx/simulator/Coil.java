package parx.simulator;

import java.util.random.RandomGenerator;

/**
 * One coil of steel strip. Immutable, any thread.
 *
 * @param id          as the mill's tracking writes it, at most 16 characters
 * @param thicknessMm 1.8–5 mm
 * @param widthMm     900–1600 mm
 * @param weightT     12–26 t
 */
record Coil(String id, double thicknessMm, double widthMm, double weightT) {
    private static final double STEEL_KG_PER_M3 = 7850;

    static Coil next(int number, RandomGenerator random) {
        double thickness = Math.round(random.nextDouble(1.8, 5.0) * 20) / 20.0;
        double width = Math.round(random.nextDouble(900, 1600) / 10) * 10.0;
        double weight = Math.round(random.nextDouble(12, 26) * 100) / 100.0;
        return new Coil("HB%06d-%02d".formatted(240_000 + number, random.nextInt(1, 13)), thickness, width, weight);
    }

    /** Length of the strip, in metres. */
    double lengthM() {
        return weightT * 1000 / (STEEL_KG_PER_M3 * thicknessMm / 1000 * widthMm / 1000);
    }

    /** What the process section runs it at: thick strip needs longer in the acid. In m/min. */
    double processSpeed() {
        return Math.max(60, Math.min(180, 330 / thicknessMm));
    }
}
