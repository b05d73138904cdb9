package parx.simulator;

import java.util.List;
import java.util.Random;

/**
 * The pickling line: entry, looper, four acid tanks, rinse, dryer, looper, exit. A pure model: the same seed and the
 * same steps give the same plant. One thread steps and reads it.
 */
final class Plant {
    static final int TANKS = 4;
    private static final double REFILL_BELOW = 148;
    private static final double REFILL_UNTIL = 172;
    private static final double FRESH_ACID = 190;
    private static final double REFILL_SHARE_PER_SECOND = 0.0009;
    private static final double TANK_LITRES = 6_000;
    private static final double MEAN_SECONDS_BETWEEN_TRIPS = 1500;
    private static final double MEAN_SECONDS_BETWEEN_BURNER_DIPS = 2400;
    private static final double SECONDS_PER_MINUTE = 60;

    private final Random random;
    /** Of its own, so that how often somebody measures does not change what happens. */
    private final Random noise;
    private final Strip strip;
    private final List<AcidTank> tanks = List.of(new AcidTank(72, 62, 98), new AcidTank(76, 96, 71),
            new AcidTank(80, 131, 43), new AcidTank(84, 160, 18));
    private final double[] tripLeft = new double[TANKS];
    private double burnerDipLeft;
    private boolean refilling;
    private double acidLitres;
    private double rinse = 240;
    private double dryer = 112;
    private double fumePressure = -320;
    private double energyKwh;
    private double seconds;

    Plant(long seed) {
        random = new Random(seed);
        noise = new Random(~seed);
        strip = new Strip(random);
    }

    /** @param dt in seconds, at most 0.1 for smooth drives */
    void step(double dt) {
        seconds += dt;
        strip.step(dt);
        double area = strip.process().speed() / SECONDS_PER_MINUTE * dt * strip.processCoil().widthMm() / 1000;
        disturb(dt);
        for (int i = 0; i < TANKS; i++) {
            tanks.get(i).step(area, circulating(i), dt);
        }
        refill(dt);
        rest(dt);
    }

    Strip strip() {
        return strip;
    }

    AcidTank tank(int index) {
        return tanks.get(index);
    }

    /** Whether the circulation pump of this tank runs; one that tripped stands for a minute or three. */
    boolean circulating(int tank) {
        return tripLeft[tank] == 0;
    }

    boolean anyPumpTripped() {
        return !(circulating(0) && circulating(1) && circulating(2) && circulating(3));
    }

    boolean refilling() {
        return refilling;
    }

    /** Litres of fresh acid used since the start. */
    double acidLitres() {
        return acidLitres;
    }

    /** Conductivity of the last rinse, µS/cm. */
    double rinse() {
        return rinse;
    }

    /** °C. */
    double dryer() {
        return dryer;
    }

    /** Fume hood against the hall, Pa. */
    double fumePressure() {
        return fumePressure;
    }

    /** Electrical energy since the start. */
    double energyKwh() {
        return energyKwh;
    }

    /** Steam to all tanks, t/h. */
    double steam() {
        return 0.25 + tanks.stream().mapToDouble(AcidTank::valve).sum() * 1.9;
    }

    /** Tension before, in and after the acid, kN: set by the coil's section, moved by accelerations. */
    double entryTension() {
        return section(strip.entryCoil()) * 6.2 + strip.entry().acceleration() * 0.32
                + 0.9 * Math.sin(seconds * 0.9) * strip.entry().speed() / 150;
    }

    double processTension() {
        return section(strip.processCoil()) * 9.5 + strip.process().acceleration() * 0.55
                - strip.entry().acceleration() * 0.08 + 0.4 * Math.sin(seconds * 0.31);
    }

    double exitTension() {
        return section(strip.exitCoil()) * 7.4 + strip.exit().acceleration() * 0.35
                + 0.7 * Math.sin(seconds * 1.3) * strip.exit().speed() / 150;
    }

    /** Current of the process drives, A: tension times speed, and what acceleration takes. */
    double driveCurrent() {
        return 85 + processTension() * strip.process().speed() * 0.045 + Math.max(0, strip.process().acceleration()) * 14;
    }

    /** A value as its instrument gives it. */
    double noisy(double value, double sigma) {
        return value + noise.nextGaussian() * sigma;
    }

    private static double section(Coil coil) {
        return coil.thicknessMm() * coil.widthMm() / 1000;
    }

    private void disturb(double dt) {
        for (int i = 0; i < TANKS; i++) {
            tripLeft[i] = Math.max(0, tripLeft[i] - dt);
        }
        burnerDipLeft = Math.max(0, burnerDipLeft - dt);
        if (!anyPumpTripped() && random.nextDouble() < dt / MEAN_SECONDS_BETWEEN_TRIPS) {
            tripLeft[random.nextInt(TANKS)] = random.nextDouble(60, 180);
        }
        if (random.nextDouble() < dt / MEAN_SECONDS_BETWEEN_BURNER_DIPS) {
            burnerDipLeft = random.nextDouble(30, 90);
        }
    }

    /** Fresh acid enters the last tank, and each tank overflows into the one before it, against the strip. */
    private void refill(double dt) {
        double strongest = tanks.getLast().acid();
        refilling = refilling ? strongest < REFILL_UNTIL : strongest < REFILL_BELOW;
        if (!refilling) {
            return;
        }
        double share = REFILL_SHARE_PER_SECOND * dt;
        acidLitres += share * TANK_LITRES;
        for (int i = 0; i < TANKS - 1; i++) {
            tanks.get(i).flowIn(share, tanks.get(i + 1).acid(), tanks.get(i + 1).iron());
        }
        tanks.getLast().flowIn(share, FRESH_ACID, 2);
    }

    private void rest(double dt) {
        double speed = strip.process().speed();
        rinse += (150 + speed * 1.9 - rinse) * Math.min(1, dt / 70);
        double dryerGoal = burnerDipLeft > 0 ? 70 : 118 - speed * 0.05;
        dryer += (dryerGoal - dryer) * Math.min(1, dt / 45);
        double fumes = -320 + (tanks.getLast().temperature() - 84) * 4;
        fumePressure += (fumes - fumePressure) * Math.min(1, dt / 8) + random.nextGaussian() * 1.5 * Math.sqrt(dt);
        energyKwh += (220 + driveCurrent() * 0.69) * dt / 3600;
    }
}
