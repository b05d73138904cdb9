package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;

/** A device that has only some of the registers asked for: those that it has always read good. */
@Timeout(240)
class RefusalsTest {
    private static final int SIZE = 1_000;

    private static void assertEverySecondIsGood(Taken taken) {
        assertEquals(SIZE, taken.reasons.size());
        for (int address = 0; address < SIZE; address += 2) {
            assertEquals(Reason.NONE, taken.reasons.get(address), "address " + address);
            assertEquals(TestDevice.valueOf(1, 3, address), taken.values.get(address));
        }
    }

    @Test
    void hundredsOfRefusedRegistersMakeNoneOfTheOthersBad() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = Taken.connect(Taken.device(device.port(),
                "quarantineRetry", 1))) {
            for (int address = 1; address < SIZE; address += 2) {
                device.illegalAddresses.add(address);
            }
            connection.open();
            PollPlan plan = connection.plan(Taken.holding(IntStream.range(0, SIZE).toArray()));
            Taken first = Taken.poll(connection, plan);
            assertEverySecondIsGood(first);
            assertEquals(Reason.NO_SUCH_ADDRESS, first.reasons.get(1));
            assertEquals(SIZE / 2, connection.statistics().quarantined());

            // One comes back, which makes ParX try them all together again: that must not be seen in the others.
            device.illegalAddresses.remove(1);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            int goodAgain = 0;
            while (goodAgain < 3) {
                Taken taken = Taken.poll(connection, plan);
                assertEverySecondIsGood(taken);
                goodAgain = taken.reasons.get(1) == Reason.NONE ? goodAgain + 1 : 0;
                assertTrue(System.nanoTime() < deadline, "it never came back");
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Test
    void whatIsLeftOutIsSaidInBothNotations() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = Taken.connect(Taken.device(device.port(),
                "timeout", 400, "retries", 1))) {
            device.illegalAddresses.add(57);
            device.silentUnits.add(2);
            connection.open();
            Taken.poll(connection, connection.plan(java.util.List.of(Taken.item(57, "register", 40058),
                    Taken.item(1, "register", 40001, "unitId", 2), Taken.item(2, "register", 40004, "unitId", 2))));
            String problem = connection.statistics().problem();
            for (String part : new String[] {"Unit 2 on 127.0.0.1:", "holding registers 40001 to 40004 (addresses 0 to 3)",
                "asks again after 10 s", "holding register 40058 (address 57)", "has no such address", "asks again every 60 s"}) {
                assertTrue(problem.contains(part), problem);
            }
        }
    }
}
