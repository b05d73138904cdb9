package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.driver.modbus.Taken.connect;
import static parx.driver.modbus.Taken.device;
import static parx.driver.modbus.Taken.holding;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.PollingConnection.PollSink;
import parx.model.Reason;
import parx.model.TextSample;

/** A scan that is no longer wanted ends soon; the link stays, and what was out is never taken for another answer. */
@Timeout(240)
class WithdrawnScanTest {
    private static final int[] ADDRESSES = {5, 111, 300, 900, 1500};
    private static final int TIMEOUT_MILLIS = 20_000;

    /** Wants a scan until something has happened. */
    private static final class UntilThen implements PollSink {
        final Taken taken = new Taken();
        private final Predicate<Taken> enough;

        UntilThen(Predicate<Taken> enough) {
            this.enough = enough;
        }

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            taken.sample(channel, timeMicros, value, quality);
        }

        @Override
        public void text(TextSample sample) {
            taken.text(sample);
        }

        @Override
        public boolean wanted() {
            return !enough.test(taken);
        }
    }

    private static UntilThen withdrawn(PollingConnection connection, PollPlan plan, Predicate<Taken> enough) throws Exception {
        UntilThen sink = new UntilThen(enough);
        connection.poll(plan, sink);
        sink.taken.reasons.forEach((channel, reason) -> assertEquals(Reason.NONE, reason, "channel " + channel));
        return sink;
    }

    private static Predicate<Taken> after(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return taken -> System.nanoTime() - end >= 0;
    }

    private static void assertAll(PollingConnection connection, PollPlan plan, int... addresses) throws Exception {
        Taken taken = Taken.poll(connection, plan);
        for (int address : addresses) {
            assertEquals(TestDevice.valueOf(1, 3, address), taken.values.get(address), "register " + address);
        }
    }

    @Test
    void theLinkStaysAndTheNextScanReadsEachRegisterOnceMore() throws Exception {
        for (int inFlight : new int[] {1, 4}) {
            try (TestDevice slow = new TestDevice(); PollingConnection connection = connect(device(slow.port(),
                    "timeout", TIMEOUT_MILLIS, "requestsInFlight", inFlight))) {
                connection.open();
                PollPlan plan = connection.plan(holding(ADDRESSES));
                assertAll(connection, plan, ADDRESSES);
                slow.latencyNanos = TimeUnit.MILLISECONDS.toNanos(300);
                long before = slow.requests.get();
                UntilThen cut = withdrawn(connection, plan, taken -> taken.values.size() == 1);
                assertEquals(1, cut.taken.values.size(), "in flight " + inFlight);
                assertTrue(slow.requests.get() - before <= 1 + inFlight, slow.requests.get() - before + " requests");
                PollPlan other = connection.plan(holding(7, 111, 400));
                assertAll(connection, other, 7, 111, 400);
                slow.latencyNanos = 0;
                assertAll(connection, plan, ADDRESSES);
                assertEquals(1, slow.connections.get(), "the link stays up");
                assertEquals(0, connection.statistics().failures());
            }
        }
    }

    @Test
    void theSameScanAgainTakesTheAnswersThatWereStillOut() throws Exception {
        try (TestDevice slow = new TestDevice(); PollingConnection connection = connect(device(slow.port(),
                "timeout", TIMEOUT_MILLIS, "requestsInFlight", 4))) {
            connection.open();
            PollPlan plan = connection.plan(holding(ADDRESSES));
            assertAll(connection, plan, ADDRESSES);
            slow.latencyNanos = TimeUnit.MILLISECONDS.toNanos(200);
            long before = slow.requests.get();
            withdrawn(connection, plan, taken -> slow.requests.get() > before);
            assertAll(connection, plan, ADDRESSES);
            assertTrue(slow.requests.get() - before <= 2 * ADDRESSES.length, slow.requests.get() - before + " requests");
            assertEquals(0, connection.statistics().failures());
        }
    }

    @Test
    void aSilentDeviceIsNotWaitedFor() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port(),
                "timeout", 60_000, "retries", 5))) {
            connection.open();
            device.silentUnits.add(1);
            long began = System.nanoTime();
            withdrawn(connection, connection.plan(holding(ADDRESSES)), taken -> device.requests.get() > 0);
            assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(30), "its time-out was waited for");
        }
    }

    @Test
    void aBusIsAskedAgainOnlyOnceItsAnswerIsThere() throws Exception {
        try (RtuFaultsTest.Bus bus = new RtuFaultsTest.Bus((proper, out) -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            out.write(proper);
        }); PollingConnection connection = connect(device(bus.port(), "transport", "rtu-tcp", "timeout", TIMEOUT_MILLIS))) {
            connection.open();
            PollPlan plan = connection.plan(holding(ADDRESSES));
            PollPlan other = connection.plan(holding(7, 400));
            assertAll(connection, plan, ADDRESSES);
            for (int requests : new int[] {1, 2, 3, 0}) {
                int before = bus.requests.get();
                withdrawn(connection, plan, taken -> bus.requests.get() - before >= requests);
                assertTrue(bus.requests.get() - before <= requests, bus.requests.get() - before + " requests");
                assertAll(connection, other, 7, 400);
            }
            assertAll(connection, plan, ADDRESSES);
            assertEquals(0, connection.statistics().failures());
        }
    }

    @Test
    void aSilentBusIsNotWaitedForAndItsLateAnswerIsNoOther() throws Exception {
        java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
        try (RtuFaultsTest.Bus bus = new RtuFaultsTest.Bus((proper, out) -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(count.getAndIncrement() == 1 ? 1_300 : 1));
            out.write(proper);
        }); PollingConnection connection = connect(device(bus.port(), "transport", "rtu-tcp", "timeout", 1_000))) {
            connection.open();
            PollPlan plan = connection.plan(holding(5));
            PollPlan other = connection.plan(holding(111));
            assertAll(connection, plan, 5);
            // While its answer is due, and while the line comes to rest.
            withdrawn(connection, plan, after(200));
            withdrawn(connection, other, after(1_000));
            assertAll(connection, other, 111);
        }
    }
}
