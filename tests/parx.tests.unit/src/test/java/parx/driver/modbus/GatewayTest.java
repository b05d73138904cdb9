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
@Timeout(60)
class GatewayTest {
    private static final int DEAD = 100;
    private static final int TIMEOUT_MILLIS = 80;

    @Test
    void aHundredDeadUnitsLeaveTheGatewayToTheOneThatAnswers() throws Exception {
        AtomicInteger tooMany = new AtomicInteger();
        try (TestDevice gateway = new TestDevice(asked -> {
            if (asked.unit == 1) {
                asked.send(asked.properFrame());
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS / 3));
            if (asked.moreWait()) {
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
            long slowest = 0;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!connection.statistics().problem().contains("and 99 other units")) {
                long began = System.nanoTime();
                assertEquals(Reason.NONE, Taken.poll(connection, plan).reasons.get(1));
                slowest = Math.max(slowest, System.nanoTime() - began);
                assertTrue(System.nanoTime() < deadline, connection.statistics().problem());
            }
            assertTrue(slowest < TimeUnit.SECONDS.toNanos(1), "while they were found out a scan took " + slowest / 1_000_000 + " ms");

            long before = gateway.requests.get();
            long busy = 0;
            int scans = 0;
            long began = System.nanoTime();
            while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(4)) {
                long start = System.nanoTime();
                Taken taken = Taken.poll(connection, plan);
                busy += System.nanoTime() - start;
                assertEquals(TestDevice.valueOf(1, 3, 0), taken.values.get(1));
                assertEquals(1 + DEAD, taken.reasons.size());
                scans++;
                LockSupport.parkNanos(5_000_000);
            }
            long probes = gateway.requests.get() - before - scans;
            assertTrue(probes >= 2 && probes <= 8, probes + " probes");
            assertTrue(busy < TimeUnit.SECONDS.toNanos(1), "the scans took " + busy / 1_000_000 + " ms of 4000");
            // One or two may be this machine being slow to wake the gateway.
            assertTrue(tooMany.get() <= 2, tooMany + " requests were sent while another was out");
            assertEquals(1, gateway.connections.get(), "the link stays up");
        }
    }

    /** The ids of requests to a silent unit begin with D5 hex, and so each of these answers may have swallowed one of its. */
    @Test
    void answersThatEndLikeTheLateOneOfADeadUnitAreGoodAllTheSame() throws Exception {
        int timeout = 400;
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
                long began = System.nanoTime();
                while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(3)) {
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
