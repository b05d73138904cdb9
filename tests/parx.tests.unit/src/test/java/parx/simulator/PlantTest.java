package parx.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlantTest {
    private static final double STEP = 0.05;
    private static final int STEPS_PER_HOUR = (int) (3600 / STEP);

    private final Plant plant = new Plant(42);

    @Test
    void lengthIsTheIntegralOfTheProcessSpeed() {
        double integral = 0;
        for (int i = 0; i < STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            integral += plant.strip().process().speed() / 60 * STEP;
        }
        assertEquals(integral, plant.strip().totalLength(), 1e-6);
        assertTrue(integral > 3_000, "the line ran: " + integral + " m in an hour");
    }

    @Test
    void loopersHoldWhatComesInAndHasNotGoneOut() {
        double held = plant.strip().entryLooper();
        for (int i = 0; i < STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            held += (plant.strip().entry().speed() - plant.strip().process().speed()) / 60 * STEP / Strip.LOOPER_M * 100;
            assertEquals(held, plant.strip().entryLooper(), 1e-6);
            assertTrue(held > -1 && held < 101, "entry looper at " + held + " %");
            double exit = plant.strip().exitLooper();
            assertTrue(exit > -1 && exit < 101, "exit looper at " + exit + " %");
        }
    }

    @Test
    void theCoilAtTheEntryChangesOnlyWithAWeldDoneWhileTheEntryStands() {
        Set<String> ids = new HashSet<>();
        int welds = 0;
        for (int i = 0; i < 2 * STEPS_PER_HOUR; i++) {
            String before = plant.strip().entryCoil().id();
            boolean pulseBefore = plant.strip().weldPulse();
            boolean weldingBefore = plant.strip().welding();
            plant.step(STEP);
            boolean changed = !before.equals(plant.strip().entryCoil().id());
            boolean weldDone = plant.strip().weldPulse() && !pulseBefore;
            assertEquals(weldDone, changed, "at step " + i);
            if (changed) {
                welds++;
                assertTrue(weldingBefore, "a weld takes its time");
                assertTrue(plant.strip().entry().speed() < 5, "the entry stands at the end of a weld");
            }
            ids.add(plant.strip().entryCoil().id());
        }
        assertTrue(welds >= 10, welds + " welds in two hours");
        assertEquals(welds + 1, ids.size(), "every coil has an id of its own");
    }

    @Test
    void theProcessRunsOnWhileTheEntryWelds() {
        double slowest = Double.MAX_VALUE;
        for (int i = 0; i < 2 * STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            if (plant.strip().welding() && i > STEPS_PER_HOUR / 4) {
                slowest = Math.min(slowest, plant.strip().process().speed());
            }
        }
        assertTrue(slowest > 10, "slowest process speed during a weld: " + slowest);
    }

    @Test
    void aHeaterFollowsItsSetpointWithLag() {
        run(1800);
        double before = plant.tank(0).temperature();
        plant.tank(0).setpoint(plant.tank(0).setpoint() + 6);
        run(10);
        assertTrue(plant.tank(0).temperature() - before < 0.5, "ten seconds move a tank of acid by little");
        run(2400);
        assertEquals(plant.tank(0).setpoint(), plant.tank(0).temperature(), 2.0);
    }

    @Test
    void acidIsUsedByThroughputAndRefilled() {
        double lowest = Double.MAX_VALUE;
        double highest = 0;
        for (int i = 0; i < 8 * STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            lowest = Math.min(lowest, plant.tank(3).acid());
            highest = Math.max(highest, plant.tank(3).acid());
            assertTrue(plant.tank(0).acid() < plant.tank(3).acid(), "the strip meets the weakest acid first");
        }
        assertTrue(lowest > 140 && highest < 180 && highest - lowest > 15, lowest + "…" + highest + " g/l in tank 4");
        assertTrue(plant.acidLitres() > 0);
    }

    @Test
    void accelerationShowsInTheTension() {
        run(1800);
        Coil coil = plant.strip().entryCoil();
        double steady = coil.thicknessMm() * coil.widthMm() / 1000 * 6.2;
        double most = 0;
        for (int i = 0; i < STEPS_PER_HOUR && plant.strip().entryCoil() == coil; i++) {
            plant.step(STEP);
            if (Math.abs(plant.strip().entry().acceleration()) > 15) {
                most = Math.max(most, Math.abs(plant.entryTension() - steady));
            }
        }
        assertTrue(most > 3, "tension moved by " + most + " kN");
    }

    @Test
    void pumpsTripNowAndThenAndComeBack() {
        boolean tripped = false;
        boolean back = false;
        for (int i = 0; i < 6 * STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            back |= tripped && !plant.anyPumpTripped();
            tripped |= plant.anyPumpTripped();
        }
        assertTrue(tripped && back);
    }

    @Test
    void oneSeedIsOnePlantHoweverOftenItIsMeasured() {
        Plant again = new Plant(42);
        for (int i = 0; i < STEPS_PER_HOUR; i++) {
            plant.step(STEP);
            again.step(STEP);
            again.noisy(0, 1);
        }
        assertEquals(plant.strip().totalLength(), again.strip().totalLength());
        assertEquals(plant.tank(2).temperature(), again.tank(2).temperature());
        assertEquals(plant.strip().entryCoil(), again.strip().entryCoil());
        assertNotEquals(new Plant(43).strip().entryCoil(), new Plant(42).strip().entryCoil());
    }

    @Test
    void everySignalStaysWithinItsRangeForADay() {
        Plant day = new Plant(7);
        Set<String> outside = new HashSet<>();
        for (int i = 0; i < 24 * 3600 * 10; i++) {
            day.step(0.1);
            if (i % 50 == 0) {
                for (Point point : RegisterMap.points()) {
                    if (point.value() != null && !Double.isNaN(point.low())) {
                        double value = point.value().applyAsDouble(day);
                        double slack = 0.02 * (point.high() - point.low());
                        if (!(value >= point.low() - slack && value <= point.high() + slack)) {
                            outside.add(point.name() + " " + value);
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), outside.size() > 10 ? Set.copyOf(outside.stream().limit(10).toList()) : outside);
        assertFalse(day.strip().coilsCut() < 100, day.strip().coilsCut() + " coils in a day");
    }

    private void run(double seconds) {
        for (int i = 0; i < seconds / STEP; i++) {
            plant.step(STEP);
        }
    }
}
