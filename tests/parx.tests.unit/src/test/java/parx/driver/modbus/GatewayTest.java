package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.driver.modbus.Taken.connect;
import static parx.driver.modbus.Taken.device;
import static parx.driver.modbus.Taken.item;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;

/** Many units behind one gateway that takes one request at a time, most of them switched off. */
@Timeout(240)
class GatewayTest {
    private static final int DEAD = 30;
    private static final int TIMEOUT_MILLIS = 250;

    @Test
    void manyDeadUnitsLeaveTheGatewayToTheOneThatAnswers() throws Exception {
        AtomicInteger tooMany = new AtomicInteger();
        try (TestDevice gateway = new TestDevice(asked -> {
            if (asked.unit == 1) {
                asked.send(asked.properFrame());
                return;
            }
            long came = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS / 3));
            boolean more = asked.moreWait();
            // Once its time is up the driver may go on; a busy machine may wake the gateway that late.
            if (more && System.nanoTime() - came < TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS / 2)) {
                tooMany.incrementAndGet();
            }
        }); PollingConnection connection = connect(device(gateway.port(), "timeout", TIMEOUT_MILLIS, "deadUnitRetry", 1))) {
            List<PollItem> items = new ArrayList<>();
            for (int unit = 1; unit <= 1 + DEAD; unit++) {
                items.add(item(unit, "register", 40001, "unitId", unit));
            }
            connection.open();
            assertEquals(Reason.NONE, Taken.poll(connection, connection.plan(items.subList(0, 1))).reasons.get(1));
            PollPlan plan = connection.plan(items);
            long most = 0;
            while (!connection.statistics().problem().contains("and " + (DEAD - 1) + " other units")) {
                long before = toDead(gateway);
                assertEquals(Reason.NONE, Taken.poll(connection, plan).reasons.get(1));
                most = Math.max(most, toDead(gateway) - before);
            }
            // The first is asked again before it is given up; each of the others is waited for in a scan of its own.
            assertTrue(most <= 5, "while they were found out a scan waited " + most + " times");

            long before = toDead(gateway);
            int scans = 0;
            while (scans < 100 || toDead(gateway) - before < 2) {
                Taken taken = Taken.poll(connection, plan);
                assertEquals(TestDevice.valueOf(1, 3, 0), taken.values.get(1));
                assertEquals(1 + DEAD, taken.reasons.size());
                scans++;
                LockSupport.parkNanos(5_000_000);
            }
            long probes = toDead(gateway) - before;
            assertTrue(probes * 4 < scans, probes + " probes in " + scans + " scans");
            // A busy machine may be slow to wake the gateway.
            assertTrue(tooMany.get() <= 2, tooMany + " requests were sent while another was out");
            assertEquals(1, gateway.connections.get(), "the link stays up");
        }
    }

    private static long toDead(TestDevice gateway) {
        return gateway.asked.entrySet().stream().filter(unit -> unit.getKey() != 1).mapToLong(unit -> unit.getValue().get()).sum();
    }

    /** The ids of requests to a silent unit begin with D5 hex, and so each of these answers may have swallowed one of its. */
    @Test
    void answersThatEndLikeTheLateOneOfADeadUnitAreGoodAllTheSame() throws Exception {
        int timeout = 1_000;
        for (int inFlight : new int[] {1, 4}) {
            try (TestDevice gateway = new TestDevice(); PollingConnection connection = connect(device(gateway.port(),
                    "timeout", timeout, "deadUnitRetry", 1, "requestsInFlight", inFlight, "retries", 0))) {
                gateway.silentUnits.add(2);
                List<PollItem> items = new ArrayList<>();
                for (int channel = 1; channel <= 5; channel++) {
                    gateway.fixed.put(100 * channel, new byte[] {0x12, (byte) 0xD5});
                    items.add(item(channel, "table", "holding", "address", 100 * channel, "dataType", "uint16"));
                }
                connection.open();
                PollPlan alone = connection.plan(items);
                Taken.poll(connection, alone);
                items.add(item(6, "table", "holding", "address", 100, "unitId", 2));
                PollPlan plan = connection.plan(items);
                Taken.poll(connection, plan);
                long slowest = 0;
                long before = gateway.asked.get(2).get();
                for (int scans = 0; scans < 100 || gateway.asked.get(2).get() - before < 2; scans++) {
                    long start = System.nanoTime();
                    Taken taken = Taken.poll(connection, plan);
                    slowest = Math.max(slowest, System.nanoTime() - start);
                    for (int channel = 1; channel <= 5; channel++) {
                        assertEquals(0x12D5, taken.values.get(channel), "in flight " + inFlight);
                    }
                    assertEquals(Reason.TIMEOUT, taken.reasons.get(6));
                }
                // With one in flight a scan waits for the probe before it, once.
                assertTrue(slowest < TimeUnit.MILLISECONDS.toNanos(timeout * 2), "a scan took " + slowest / 1_000_000 + " ms");
                assertEquals(1, gateway.connections.get(), "the link stays up");
            }
        }
    }
}
