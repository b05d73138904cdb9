package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.driver.modbus.Taken.connect;
import static parx.driver.modbus.Taken.device;
import static parx.driver.modbus.Taken.holding;
import static parx.driver.modbus.Taken.item;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;

/** Polling a device in which every register encodes its address: merging, refused addresses, silent units. */
@Timeout(240)
class PollingTest {
    /** How long a dead unit is waited for. */
    private static final int DEAD_MILLIS = 600;

    private static void assertAddresses(Taken taken, int... addresses) {
        for (int address : addresses) {
            assertEquals(Reason.NONE, taken.reasons.get(address), "address " + address);
            assertEquals(TestDevice.valueOf(1, 3, address), taken.values.get(address), "address " + address);
        }
    }

    /** Polls until the condition holds; fails after a minute. */
    private static Taken pollUntil(PollingConnection connection, PollPlan plan, java.util.function.Predicate<Taken> holds)
            throws DriverException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Taken taken = Taken.poll(connection, plan);
            if (holds.test(taken)) {
                return taken;
            }
            assertTrue(System.nanoTime() < deadline, "it never came to be: " + taken.reasons);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void everyTableIsReadInAsFewRequestsAsTheLimitsAllow() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            connection.open();
            List<PollItem> items = new ArrayList<>();
            String[] tables = {"coil", "discrete", "holding", "input"};
            for (int i = 0; i < 4_000; i++) {
                items.add(item(i, "table", tables[i % 4], "address", i / 4, "unitId", 3));
            }
            PollPlan plan = connection.plan(items);
            Taken taken = Taken.poll(connection, plan);
            assertEquals(1 + 1 + 8 + 8, plan.requests());
            assertEquals(18, device.requests.get());
            for (int i = 0; i < 4_000; i++) {
                int function = 1 + i % 4;
                double expected = function > 2 ? TestDevice.valueOf(3, function, i / 4)
                        : TestDevice.bitOf(3, function, i / 4) ? 1 : 0;
                assertEquals(expected, taken.values.get(i), tables[i % 4] + " " + i / 4);
            }
            assertEquals(18, connection.statistics().requests());
            assertTrue(connection.statistics().lastRoundTripMicros() >= 0);
        }
    }

    @Test
    void wrongConfigsAndNumbersThatAreNoneReadBadAndTheirNeighboursGood() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            device.fixed.put(20, new byte[] {0x7F, (byte) 0xC0});
            device.fixed.put(21, new byte[] {0, 0});
            device.fixed.put(30, new byte[] {'H', 'i'});
            device.fixed.put(31, new byte[] {0, 'x'});
            connection.open();
            List<PollItem> items = new ArrayList<>(holding(19, 22));
            items.add(item(1, "register", "wrong"));
            items.add(item(2, "table", "holding", "address", 20, "dataType", "float"));
            items.add(item(3, "table", "holding", "address", 30, "dataType", "string", "length", 4));
            Taken taken = Taken.poll(connection, connection.plan(items));
            assertAddresses(taken, 19, 22);
            assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(1));
            assertEquals(Reason.NOT_A_NUMBER, taken.reasons.get(2));
            assertEquals("Hi", taken.texts.get(3));
            assertEquals(5, taken.reasons.size());
        }
    }

    @Test
    void aRefusedAddressIsLeftOutWithinOneScanAndComesBackLater() throws Exception {
        try (TestDevice device = new TestDevice();
                PollingConnection connection = connect(device(device.port(), "quarantineRetry", 3))) {
            device.illegalAddresses.add(57);
            device.illegalAddresses.add(58);
            int[] all = IntStream.range(0, 100).toArray();
            int[] good = IntStream.range(0, 100).filter(i -> i != 57 && i != 58).toArray();
            connection.open();
            PollPlan plan = connection.plan(holding(all));
            Taken first = Taken.poll(connection, plan);
            assertAddresses(first, good);
            assertEquals(Reason.NO_SUCH_ADDRESS, first.reasons.get(57));
            assertEquals(100, first.reasons.size());
            assertEquals(2, connection.statistics().quarantined());
            assertTrue(connection.statistics().problem().contains("40058 (address 57)"), connection.statistics().problem());

            // Halving again down to two of a hundred takes more; a scan may meet the time at which they are asked again.
            long fewest = Long.MAX_VALUE;
            for (int scan = 0; scan < 3; scan++) {
                long before = device.requests.get();
                assertAddresses(Taken.poll(connection, plan), good);
                fewest = Math.min(fewest, device.requests.get() - before);
            }
            assertTrue(fewest <= plan.requests(), fewest + " requests: a refused address must not be asked at every scan");

            device.illegalAddresses.clear();
            Taken healed = pollUntil(connection, plan, t -> t.reasons.values().stream().allMatch(r -> r == Reason.NONE));
            assertAddresses(healed, all);
            Taken.poll(connection, plan);
            assertEquals(1, plan.requests(), "what was split for its sake is merged again");
            assertEquals("", connection.statistics().problem());
        }
    }

    @Test
    void aGapThatTheDeviceRefusesIsNotBlamedOnTheChannelsAroundIt() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            device.illegalAddresses.add(12);
            connection.open();
            PollPlan plan = connection.plan(holding(10, 11, 13, 14));
            assertEquals(1, plan.requests());
            assertAddresses(Taken.poll(connection, plan), 10, 11, 13, 14);
            assertEquals(2, plan.requests());
            assertEquals(0, connection.statistics().quarantined());
        }
    }

    @Test
    void aDeviceThatAllowsFewerRegistersPerRequestIsReadInSmallerOnes() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            device.largestCount = 30;
            connection.open();
            int[] all = IntStream.range(0, 100).toArray();
            assertAddresses(Taken.poll(connection, connection.plan(holding(all))), all);
        }
    }

    @Test
    void anAddressThatTheDeviceIgnoresDoesNotSilenceTheOthers() throws Exception {
        try (TestDevice device = new TestDevice();
                PollingConnection connection = connect(device(device.port(), "timeout", 400, "retries", 1))) {
            device.ignoredAddresses.add(41);
            connection.open();
            PollPlan plan = connection.plan(holding(1, 2, 40, 41, 42, 43, 80, 81));
            Taken taken = pollUntil(connection, plan,
                    t -> t.reasons.values().stream().filter(r -> r == Reason.NONE).count() == 7);
            assertEquals(Reason.TIMEOUT, taken.reasons.get(41));
            assertAddresses(taken, 1, 2, 40, 42, 43, 80, 81);
        }
    }

    @Test
    void aDeadUnitDoesNotSlowItsNeighboursAndIsFoundAgain() throws Exception {
        for (int inFlight : new int[] {1, 4}) {
            try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port(),
                    "timeout", DEAD_MILLIS, "requestsInFlight", inFlight, "deadUnitRetry", 1, "retries", 1))) {
                connection.open();
                List<PollItem> items = new ArrayList<>();
                for (int unit = 1; unit <= 3; unit++) {
                    for (int i = 0; i < 10; i++) {
                        items.add(item(unit * 1_000 + i, "table", "holding", "address", i * 100, "unitId", unit));
                    }
                }
                PollPlan plan = connection.plan(items);
                assertTrue(Taken.poll(connection, plan).reasons.values().stream().allMatch(r -> r == Reason.NONE));
                device.silentUnits.add(2);
                pollUntil(connection, plan, t -> t.reasons.get(2_000) == Reason.TIMEOUT);

                int slow = 0;
                int scans = 0;
                long asked = device.asked.get(2).get();
                while (scans < 60 || device.asked.get(2).get() - asked < 2) {
                    long began = System.nanoTime();
                    Taken taken = Taken.poll(connection, plan);
                    scans++;
                    slow += System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(DEAD_MILLIS * 3 / 4) ? 1 : 0;
                    for (int i = 0; i < 10; i++) {
                        assertEquals(Reason.TIMEOUT, taken.reasons.get(2_000 + i));
                        assertEquals(TestDevice.valueOf(1, 3, i * 100), taken.values.get(1_000 + i));
                        assertEquals(TestDevice.valueOf(3, 3, i * 100), taken.values.get(3_000 + i));
                    }
                    LockSupport.parkNanos(10_000_000);
                }
                // Where the device takes one request at a time, a scan may have to wait for the one that asks unit 2; and the
                // machine may do something else now and then.
                assertTrue(slow * 10 < scans, slow + " of " + scans + " scans were slow with " + inFlight + " in flight");
                long probes = device.asked.get(2).get() - asked;
                assertTrue(probes * 3 < scans, "unit 2 was asked " + probes + " times in " + scans + " scans");
                assertTrue(connection.statistics().problem().contains("Unit 2"), connection.statistics().problem());

                device.silentUnits.clear();
                pollUntil(connection, plan, t -> t.reasons.values().stream().allMatch(r -> r == Reason.NONE));
                assertEquals("", connection.statistics().problem());
            }
        }
    }

    @Test
    void aUnitThatTheGatewayCannotReachIsTimedOutWhileTheLinkStands() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            device.lostUnits.add(5);
            connection.open();
            PollPlan plan = connection.plan(List.of(item(1, "register", 40001, "unitId", 5)));
            assertEquals(Reason.TIMEOUT, Taken.poll(connection, plan).reasons.get(1));
            assertTrue(connection.statistics().problem().contains("exception 11"), connection.statistics().problem());
        }
    }

    @Test
    void whereEveryUnitIsSilentTheLinkCountsAsLostAndTheSentenceSaysWhatToCheck() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port(), "timeout", 400))) {
            device.silentUnits.add(1);
            connection.open();
            PollPlan plan = connection.plan(holding(1, 200));
            DriverException e = assertThrows(DriverException.class, () -> Taken.poll(connection, plan));
            assertEquals(Reason.TIMEOUT, e.reason());
            assertTrue(e.getMessage().contains("accepts the connection but does not answer")
                    && e.getMessage().contains("unit id (1)"), e.getMessage());
            device.silentUnits.clear();
            connection.close();
            connection.open();
            assertAddresses(Taken.poll(connection, plan), 1, 200);
        }
    }

    @Test
    void aPlanWithOnlyDeadUnitsKeepsTheLinkWhereAnotherPlansUnitAnswers() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port(), "timeout", 400))) {
            device.silentUnits.add(2);
            connection.open();
            PollPlan dead = connection.plan(List.of(item(2_000, "register", 40001, "unitId", 2)));
            PollPlan live = connection.plan(holding(7));
            for (int i = 0; i < 3; i++) {
                assertEquals(Reason.TIMEOUT, Taken.poll(connection, dead).reasons.get(2_000));
                assertAddresses(Taken.poll(connection, live), 7);
            }
        }
    }

    @Test
    void aBrokenConnectionIsSaidAndOpensAnew() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port()))) {
            connection.open();
            PollPlan plan = connection.plan(holding(1));
            assertAddresses(Taken.poll(connection, plan), 1);
            device.dropConnections();
            assertEquals(Reason.COMM_FAILURE, assertThrows(DriverException.class, () -> {
                Taken.poll(connection, plan);
                Taken.poll(connection, plan);
            }).reason());
            connection.open();
            assertAddresses(Taken.poll(connection, plan), 1);
        }
    }

    @Test
    void closingFromAnotherThreadEndsABlockedPoll() throws Exception {
        try (TestDevice device = new TestDevice(); PollingConnection connection = connect(device(device.port(), "timeout", 60_000))) {
            device.silentUnits.add(1);
            connection.open();
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    Taken.poll(connection, connection.plan(holding(1)));
                    ended.complete(null);
                } catch (DriverException | RuntimeException e) {
                    ended.complete(e);
                }
            });
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (device.requests.get() == 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            connection.close();
            assertTrue(ended.get(30, TimeUnit.SECONDS) instanceof DriverException);
        }
    }

    @Test
    void severalRequestsInFlightHideTheDevicesLatency() throws Exception {
        int inFlight = 8;
        // Answers none before it has so many, as only a driver that does not wait for each can make it.
        List<TestDevice.Asked> waiting = new ArrayList<>();
        AtomicBoolean together = new AtomicBoolean();
        try (TestDevice device = new TestDevice(asked -> {
            waiting.add(asked);
            if (!together.get() || waiting.size() == inFlight) {
                for (TestDevice.Asked one : waiting) {
                    one.send(one.properFrame());
                }
                waiting.clear();
            }
        }); PollingConnection connection = connect(device(device.port(), "requestsInFlight", inFlight))) {
            connection.open();
            int[] all = IntStream.range(0, 4 * inFlight).map(i -> i * 500).toArray();
            PollPlan plan = connection.plan(holding(all));
            Taken.poll(connection, plan);
            together.set(true);
            assertAddresses(Taken.poll(connection, plan), all);
        }
    }

    @Test
    void wrongConnectionSettingsAreSaidWhenItOpens() {
        PollingConnection connection = connect(device(502, "timeout", "soon"));
        assertEquals(Reason.CONFIG_ERROR, assertThrows(DriverException.class, connection::open).reason());
        connection.close();
    }

    @Test
    void aRefusedPortAndAnUnknownHostAreSaidInPlainWords() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        DriverException refused = assertThrows(DriverException.class, () -> connect(device(free)).open());
        assertTrue(refused.getMessage().contains("refuses port " + free), refused.getMessage());
        DriverException unknown = assertThrows(DriverException.class,
                () -> connect(device(502, "host", "no-such-host.invalid")).open());
        assertTrue(unknown.getMessage().contains("no-such-host.invalid"), unknown.getMessage());
    }
}
