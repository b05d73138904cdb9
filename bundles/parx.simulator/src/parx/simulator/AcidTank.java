package parx.simulator;

/**
 * One tank of hydrochloric acid, heated by steam through a heat exchanger: a thermal mass, an exchanger and a valve that
 * lag, a PI controller. One thread.
 */
final class AcidTank {
    private static final double AMBIENT = 28;
    private static final double EXCHANGER_SECONDS = 25;
    private static final double VALVE_SECONDS = 4;
    /** Kelvin per second with the valve fully open. */
    private static final double HEATING = 0.055;
    private static final double LOSS = 0.00022;
    /** Kelvin lost per square metre of cold strip. */
    private static final double STRIP_COOLING = 0.0035;
    private static final double GAIN = 0.06;
    private static final double INTEGRAL_SECONDS = 240;
    /** Grams per litre lost, iron gained, per square metre of strip. */
    private static final double CONSUMPTION = 0.0022;
    private static final double IRON_PER_ACID = 0.77;

    private double setpoint;
    private double temperature;
    private double valve;
    private double exchanger;
    private double integral;
    private double acid;
    private double iron;

    AcidTank(double setpoint, double acid, double iron) {
        this.setpoint = setpoint;
        this.acid = acid;
        this.iron = iron;
        temperature = setpoint - 1.5;
        integral = LOSS * (setpoint - AMBIENT) / HEATING;
        valve = integral;
        exchanger = integral;
    }

    /** @param area square metres of strip that entered in this step @param circulating whether the pump runs */
    void step(double area, boolean circulating, double dt) {
        double error = setpoint - temperature;
        double demand = GAIN * error + integral;
        double limited = Math.max(0, Math.min(1, demand));
        if (demand == limited) {
            integral += GAIN * error / INTEGRAL_SECONDS * dt;
        }
        valve += (limited - valve) * Math.min(1, dt / VALVE_SECONDS);
        exchanger += ((circulating ? valve : 0) - exchanger) * Math.min(1, dt / EXCHANGER_SECONDS);
        temperature += (HEATING * exchanger - LOSS * (temperature - AMBIENT)) * dt - STRIP_COOLING * area;
        double used = CONSUMPTION * area * (circulating ? 1 : 0.6);
        acid = Math.max(0, acid - used);
        iron += used * IRON_PER_ACID;
    }

    /** Acid flows in from the next stronger tank, or fresh. @param share of the tank's volume */
    void flowIn(double share, double acidIn, double ironIn) {
        acid += (acidIn - acid) * share;
        iron += (ironIn - iron) * share;
    }

    /** In °C. */
    double temperature() {
        return temperature;
    }

    double setpoint() {
        return setpoint;
    }

    void setpoint(double value) {
        setpoint = value;
    }

    /** Steam valve, 0–1. */
    double valve() {
        return valve;
    }

    /** HCl in g/l. */
    double acid() {
        return acid;
    }

    /** Iron in g/l. */
    double iron() {
        return iron;
    }
}
