package parx.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import parx.simulator.Point.Table;
import parx.simulator.Point.Type;

/**
 * The register map of the pickling line, unit 1: what the server serves and what the demo's channels read.
 *
 * <pre>
 * input    0–21    speeds, tensions, length, steam …: float, most significant register first
 * holding  0–3     tank temperatures, int16, 0.1 °C
 *          4–7     their setpoints, int16, 0.1 °C, writable
 *          8–19    HCl (8–11), iron (12–15), steam valves (16–19), uint16, 0.1
 *          20–27   rinse, dryer, loopers, fume pressure, width: int16 and uint16
 *          30      status word: bit 0 running, 1 welding, 2 cutting, 3 pump tripped, 4 acid is refilled
 *          32–37   strip length, coils, acid: uint32, less significant register first
 *          40–43   thickness and weight: float, less significant register first
 *          44–47   energy: double
 *          50–65   ids of the coils at the payoff reel and in the acid: 16 characters each
 *          90–97   "ParX pickling li", by which a started ParX knows its own demo
 * coil     0–3     circulation pumps run, 4 refill pump runs
 * discrete 0–3     line runs, welding, weld pulse, pump tripped
 * </pre>
 *
 * Immutable, any thread.
 */
final class RegisterMap {
    static final int UNIT = 1;
    static final int HOLDING_REGISTERS = 100;
    static final int INPUT_REGISTERS = 22;
    static final int BITS = 8;
    static final int SETPOINTS = 4;
    static final int STATUS_WORD = 30;
    static final int SIGNATURE_ADDRESS = 90;
    static final String SIGNATURE = "ParX pickling li";

    private static final List<Point> POINTS = List.copyOf(new RegisterMap().all());

    private final List<Point> points = new ArrayList<>();

    private RegisterMap() {
    }

    static List<Point> points() {
        return POINTS;
    }

    private List<Point> all() {
        drives();
        for (int tank = 0; tank < Plant.TANKS; tank++) {
            tank(tank);
        }
        process();
        coils();
        states();
        return points;
    }

    private void drives() {
        fast("Entry speed", 0, "m/min", 1, 0, 300, "Entry", "Stops to weld the next coil on", p -> p.noisy(p.strip().entry().speed(), 0.08));
        fast("Process speed", 2, "m/min", 1, 0, 200, "Process", "Strip speed in the acid", p -> p.noisy(p.strip().process().speed(), 0.05));
        fast("Exit speed", 4, "m/min", 1, 0, 300, "Exit", "Stops to cut the coils apart", p -> p.noisy(p.strip().exit().speed(), 0.08));
        fast("Entry tension", 6, "kN", 2, 0, 70, "Entry", "Between payoff reel and looper", p -> p.noisy(p.entryTension(), 0.15));
        fast("Process tension", 8, "kN", 2, 0, 100, "Process", "Across the acid tanks", p -> p.noisy(p.processTension(), 0.12));
        fast("Exit tension", 10, "kN", 2, 0, 80, "Exit", "Between looper and coiler", p -> p.noisy(p.exitTension(), 0.15));
        fast("Length in coil", 12, "m", 1, 0, 1500, "Process", "How much of the coil has passed the acid", p -> p.strip().lengthInCoil());
        fast("Entry looper", 14, "%", 1, 0, 100, "Entry", "How full it is", p -> p.noisy(p.strip().entryLooper(), 0.02));
        fast("Exit looper", 16, "%", 1, 0, 100, "Exit", "How full it is", p -> p.noisy(p.strip().exitLooper(), 0.02));
        fast("Process drive current", 18, "A", 0, 0, 1500, "Process", "Of the drives together", p -> p.noisy(p.driveCurrent(), 2));
        fast("Steam flow", 20, "t/h", 2, 0, 8, "Process", "To all four tanks", p -> p.noisy(p.steam(), 0.01));
    }

    private void tank(int tank) {
        String name = "Tank " + (tank + 1);
        scaled(name + " temperature", tank, Type.INT16, 0.1, "°C", 1, 20, 100, "Acid in circulation", p -> p.noisy(p.tank(tank).temperature(), 0.04));
        scaled(name + " setpoint", 4 + tank, Type.INT16, 0.1, "°C", 1, 20, 100, "Can be written", p -> p.tank(tank).setpoint());
        scaled(name + " HCl", 8 + tank, Type.UINT16, 0.1, "g/l", 1, 0, 250, "Free hydrochloric acid", p -> p.noisy(p.tank(tank).acid(), 0.15));
        scaled(name + " iron", 12 + tank, Type.UINT16, 0.1, "g/l", 1, 0, 150, "Dissolved iron", p -> p.noisy(p.tank(tank).iron(), 0.1));
        scaled(name + " steam valve", 16 + tank, Type.UINT16, 0.1, "%", 1, 0, 100, "Position", p -> p.tank(tank).valve() * 100);
    }

    private void process() {
        scaled("Rinse conductivity", 20, Type.UINT16, 1, "µS/cm", 0, 0, 1000, "Last rinse stage", p -> p.noisy(p.rinse(), 1.2));
        scaled("Dryer temperature", 21, Type.INT16, 0.1, "°C", 1, 0, 150, "Air after the burner", p -> p.noisy(p.dryer(), 0.1));
        scaled("Fume hood pressure", 22, Type.INT16, 0.1, "Pa", 1, -500, 0, "Against the hall", Plant::fumePressure);
        counter("Strip length", 32, "m", "Through the acid since the start", p -> p.strip().totalLength());
        counter("Coils", 34, "", "Finished since the start", p -> p.strip().coilsCut());
        counter("Fresh acid", 36, "l", "Used since the start", Plant::acidLitres);
        points.add(number("Electrical energy", Table.HOLDING, 44, Type.DOUBLE, 1, "kWh", 1, Double.NaN, Double.NaN, false, "Process", "Since the start", Plant::energyKwh));
    }

    private void coils() {
        coil("Strip thickness", 40, Type.FLOAT_SWAPPED, 1, "mm", 2, 0, 6, "Of the coil in the acid", c -> c.thicknessMm());
        coil("Strip width", 24, Type.UINT16, 0.1, "mm", 0, 800, 1700, "Of the coil in the acid", c -> c.widthMm());
        coil("Coil weight", 42, Type.FLOAT_SWAPPED, 1, "t", 2, 0, 30, "Of the coil in the acid", c -> c.weightT());
        text("Coil at entry", 50, "On the payoff reel, changes with each weld", p -> p.strip().entryCoil().id());
        text("Coil in process", 58, "In the acid", p -> p.strip().processCoil().id());
    }

    private void states() {
        state("Line runs", Table.DISCRETE, 0, Type.BOOL, "The process section moves", p -> p.strip().process().speed() > 1);
        state("Welding", Table.DISCRETE, 1, Type.BOOL, "The entry stands and welds", p -> p.strip().welding());
        state("Weld done", Table.DISCRETE, 2, Type.BOOL, "True for two seconds after each weld", p -> p.strip().weldPulse());
        state("Pump tripped", Table.DISCRETE, 3, Type.BOOL, "A circulation pump stands", Plant::anyPumpTripped);
        for (int tank = 0; tank < Plant.TANKS; tank++) {
            int index = tank;
            state("Tank " + (tank + 1) + " pump", Table.COIL, tank, Type.BOOL, "Circulation through the heat exchanger", p -> p.circulating(index));
        }
        state("Refill pump", Table.COIL, 4, Type.BOOL, "Fresh acid flows into tank 4", Plant::refilling);
        // The address of a bit is its register times 16 plus its number.
        state("Exit cutting", Table.HOLDING, STATUS_WORD * 16 + 2, Type.BIT, "The exit stands and cuts", p -> p.strip().cutting());
    }

    private void fast(String name, int address, String units, int decimals, double low, double high, String line,
            String description, ToDoubleFunction<Plant> value) {
        points.add(new Point(id(), name, Table.INPUT, address, Type.FLOAT, 1, units, decimals, low, high, false, true,
                line, description, value, null));
    }

    private void scaled(String name, int address, Type type, double factor, String units, int decimals, double low,
            double high, String description, ToDoubleFunction<Plant> value) {
        points.add(number(name, Table.HOLDING, address, type, factor, units, decimals, low, high,
                name.endsWith("setpoint"), "Process", description, value));
    }

    private void counter(String name, int address, String units, String description, ToDoubleFunction<Plant> value) {
        points.add(number(name, Table.HOLDING, address, Type.UINT32, 1, units, 0, Double.NaN, Double.NaN, units.isEmpty(),
                "Process", description, value));
    }

    private void coil(String name, int address, Type type, double factor, String units, int decimals, double low,
            double high, String description, ToDoubleFunction<Coil> value) {
        points.add(number(name, Table.HOLDING, address, type, factor, units, decimals, low, high, true, "Process",
                description, plant -> value.applyAsDouble(plant.strip().processCoil())));
    }

    private void state(String name, Table table, int address, Type type, String description, Predicate<Plant> value) {
        points.add(new Point(id(), name, table, address, type, 1, "", 0, 0, 1, true, true, "Process", description,
                plant -> value.test(plant) ? 1 : 0, null));
    }

    private void text(String name, int address, String description, Function<Plant, String> text) {
        points.add(new Point(id(), name, Table.HOLDING, address, Type.TEXT, 1, "", 0, Double.NaN, Double.NaN, true, false,
                "Process", description, null, text));
    }

    private Point number(String name, Table table, int address, Type type, double factor, String units, int decimals,
            double low, double high, boolean stepped, String line, String description, ToDoubleFunction<Plant> value) {
        return new Point(id(), name, table, address, type, factor, units, decimals, low, high, stepped, false, line,
                description, value, null);
    }

    private String id() {
        return "ch-%03d".formatted(points.size() + 1);
    }
}
