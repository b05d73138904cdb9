package parx.simulator;

/** A section's drive: follows its target with a limited acceleration, its jerk smoothed. One thread. */
final class Drive {
    private static final double JERK_SECONDS = 0.6;

    private final double maxAcceleration;
    private double speed;
    private double acceleration;

    /** @param maxAcceleration in m/min per second */
    Drive(double maxAcceleration) {
        this.maxAcceleration = maxAcceleration;
    }

    void step(double target, double dt) {
        double wanted = Math.max(-maxAcceleration, Math.min(maxAcceleration, (target - speed) / JERK_SECONDS));
        acceleration += (wanted - acceleration) * Math.min(1, dt / (JERK_SECONDS / 3));
        speed = Math.max(0, speed + acceleration * dt);
        if (speed == 0 && acceleration < 0) {
            acceleration = 0;
        }
    }

    /** In m/min. */
    double speed() {
        return speed;
    }

    /** In m/min per second. */
    double acceleration() {
        return acceleration;
    }
}
