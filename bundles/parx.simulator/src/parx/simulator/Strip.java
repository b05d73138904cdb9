package parx.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * The strip on its way: the entry stops to weld the next coil on, the exit stops to cut the coils apart, and the two
 * loopers in between let the process section run on. Every length is the integral of a speed. One thread.
 */
final class Strip {
    /** What a looper holds when it is full, in metres. */
    static final double LOOPER_M = 320;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double WELD_SECONDS = 38;
    private static final double PULSE_SECONDS = 2;
    private static final double CUT_SECONDS = 22;
    private static final double CREEP_M = 25;
    private static final double CREEP_SPEED = 30;
    private static final double OVERSPEED = 1.45;

    private final RandomGenerator random;
    private final Drive entry = new Drive(20);
    private final Drive process = new Drive(8);
    private final Drive exit = new Drive(20);
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private double entryM = LOOPER_M * 1.2;
    private double processM = LOOPER_M * 0.3;
    private double exitM;
    private boolean welded;
    private double weldLeft;
    private double pulseLeft;
    private double cutLeft;
    private int coilNumber;
    private int cut;

    /** A coil and where it ends, in metres of strip since the start. */
    private record Piece(Coil coil, double begin, double end) {
    }

    Strip(RandomGenerator random) {
        this.random = random;
        append(0);
        while (pieces.getLast().end() < entryM) {
            append(pieces.getLast().end());
        }
    }

    void step(double dt) {
        weldLeft = Math.max(0, weldLeft - dt);
        pulseLeft = Math.max(0, pulseLeft - dt);
        cutLeft = Math.max(0, cutLeft - dt);
        entry.step(entryTarget(), dt);
        process.step(processTarget(), dt);
        exit.step(exitTarget(), dt);
        entryM += entry.speed() / SECONDS_PER_MINUTE * dt;
        processM += process.speed() / SECONDS_PER_MINUTE * dt;
        exitM += exit.speed() / SECONDS_PER_MINUTE * dt;
        weldIfAtEnd();
        cutIfWeldArrives();
    }

    Drive entry() {
        return entry;
    }

    Drive process() {
        return process;
    }

    Drive exit() {
        return exit;
    }

    /** The coil on the payoff reel. */
    Coil entryCoil() {
        return pieces.getLast().coil();
    }

    /** The coil in the acid. */
    Coil processCoil() {
        return at(processM).coil();
    }

    /** The coil being wound up. */
    Coil exitCoil() {
        return pieces.getFirst().coil();
    }

    /** How much of the coil in the acid has gone through, in metres. */
    double lengthInCoil() {
        return processM - at(processM).begin();
    }

    /** Metres of strip that went through the acid since the start. */
    double totalLength() {
        return processM - LOOPER_M * 0.3;
    }

    /** How full the entry looper is, in percent. */
    double entryLooper() {
        return (entryM - processM) / LOOPER_M * 100;
    }

    double exitLooper() {
        return (processM - exitM) / LOOPER_M * 100;
    }

    boolean welding() {
        return weldLeft > 0;
    }

    /** True for two seconds after each weld. */
    boolean weldPulse() {
        return pulseLeft > 0;
    }

    boolean cutting() {
        return cutLeft > 0;
    }

    /** Coils finished since the start. */
    int coilsCut() {
        return cut;
    }

    private double entryTarget() {
        if (weldLeft > 0) {
            return 0;
        }
        double left = pieces.getLast().end() - entryM;
        if (left < CREEP_M + brakingDistance(entry.speed(), 20)) {
            return left < 0.3 ? 0 : CREEP_SPEED;
        }
        double room = 92 - entryLooper();
        return Math.max(0, Math.min(processTarget() * OVERSPEED, process.speed() + room * 6));
    }

    private double processTarget() {
        double wanted = processCoil().processSpeed();
        double held = Math.min(entryLooper() - 4, 96 - exitLooper());
        return wanted * Math.max(0, Math.min(1, held / 14));
    }

    private double exitTarget() {
        if (cutLeft > 0) {
            return 0;
        }
        double left = pieces.getFirst().end() - exitM;
        if (left < CREEP_M + brakingDistance(exit.speed(), 20)) {
            return CREEP_SPEED;
        }
        double stored = exitLooper() - 22;
        return Math.max(0, Math.min(processTarget() * OVERSPEED + 20, process.speed() + stored * 6));
    }

    private static double brakingDistance(double speed, double deceleration) {
        return speed * speed / (2 * deceleration) / SECONDS_PER_MINUTE + speed * 1.5 / SECONDS_PER_MINUTE;
    }

    /** The tail of the coil is under the welder: the next one is welded on, and counts from here. */
    private void weldIfAtEnd() {
        if (!welded && entryM >= pieces.getLast().end() - 0.5) {
            weldLeft = WELD_SECONDS;
            welded = true;
        } else if (welded && weldLeft == 0) {
            append(pieces.getLast().end());
            pulseLeft = PULSE_SECONDS;
            welded = false;
        }
    }

    private void cutIfWeldArrives() {
        if (exitM >= pieces.getFirst().end()) {
            pieces.removeFirst();
            cut++;
            cutLeft = CUT_SECONDS;
        }
    }

    private void append(double begin) {
        Coil coil = Coil.next(++coilNumber, random);
        pieces.addLast(new Piece(coil, begin, begin + coil.lengthM()));
    }

    private Piece at(double metres) {
        for (Piece piece : pieces) {
            if (metres < piece.end()) {
                return piece;
            }
        }
        return pieces.getLast();
    }
}
