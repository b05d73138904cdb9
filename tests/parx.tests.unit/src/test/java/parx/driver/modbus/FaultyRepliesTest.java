package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.PollingConnection.PollSink;
import parx.driver.modbus.FaultyReplies.Fault;
import parx.model.QualityCode;
import parx.model.TextSample;

/** Whatever a device or a gateway does to its replies, no register is ever read as another one. */
@Timeout(600)
class FaultyRepliesTest {
    private static final int TIMEOUT_MILLIS = FaultyReplies.TIMEOUT_MILLIS;

    /** Counts good values and compares each with what its address must hold. */
    private static final class Check implements PollSink {
        final double[] expected;
        final String name;
        long good;

        Check(double[] expected, String name) {
            this.expected = expected;
            this.name = name;
        }

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            if (!QualityCode.isBad(quality)) {
                good++;
                if (value != expected[channel]) {
                    throw new AssertionError("WRONG VALUE in " + name + ": channel " + channel + " read " + value + " instead of "
                            + expected[channel]);
                }
            }
        }

        @Override
        public void text(TextSample sample) {
            throw new AssertionError("no channel is text");
        }
    }

    /** What all workers together have done. */
    private static final class Tally {
        final AtomicLong good = new AtomicLong();
        final AtomicLong asked = new AtomicLong();
        final Map<Fault, AtomicInteger> applied = FaultyReplies.none();
        /** A worker has failed. */
        volatile boolean over;

        /** A busy machine takes longer for it. */
        boolean enough() {
            return over || good.get() >= 1_000_000 && asked.get() >= 50_000
                    && applied.values().stream().allMatch(count -> count.get() > 20);
        }
    }

    private static Void read(long seed, double share, int inFlight, boolean large, Tally tally) throws Exception {
        FaultyReplies faults = new FaultyReplies(seed, share, tally.applied);
        try (TestDevice device = new TestDevice(faults);
                PollingConnection connection = Taken.connect(Taken.device(device.port(), "timeout", TIMEOUT_MILLIS,
                        "retries", 1, "requestsInFlight", inFlight, "deadUnitRetry", 1, "gap", 0))) {
            List<PollItem> items = new ArrayList<>();
            double[] expected = new double[3_000];
            for (int i = 0; i < (large ? 1_000 : 0); i++) {
                add(items, expected, 3, i);
            }
            // Single registers far apart: replies of one length, where only the id tells them from one another.
            for (int i = 0; i < (large ? 10 : 20); i++) {
                add(items, expected, 3 + i % 2, 20_000 + 50 * i);
            }
            PollPlan plan = connection.plan(items);
            Check check = new Check(expected, "seed " + seed + ", share " + share + ", in flight " + inFlight);
            boolean open = false;
            while (!tally.enough()) {
                long goodBefore = check.good;
                long askedBefore = device.requests.get();
                try {
                    if (!open) {
                        connection.open();
                        open = true;
                    }
                    connection.poll(plan, check);
                } catch (DriverException e) {
                    assertTrue(e.getMessage().length() > 20, "a sentence: " + e.getMessage());
                    connection.close();
                    open = false;
                }
                tally.good.addAndGet(check.good - goodBefore);
                tally.asked.addAndGet(device.requests.get() - askedBefore);
            }
            return null;
        } finally {
            // Where this one failed, the others need not go on.
            tally.over |= !tally.enough();
        }
    }

    private static void add(List<PollItem> items, double[] expected, int function, int address) {
        int channel = items.size();
        items.add(Taken.item(channel, "table", function == 3 ? "holding" : "input", "address", address));
        expected[channel] = TestDevice.valueOf(1, function, address);
    }

    @Test
    void aMillionReadsThroughAFaultyNetworkGiveNoWrongValue() throws Exception {
        Tally tally = new Tally();
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long seed = 1_000 + i;
            int inFlight = new int[] {1, 4, 8, 16}[i];
            workers.add(() -> read(seed, 0.01, inFlight, true, tally));
        }
        // Many at once: they spend their time waiting for replies that do not come.
        for (int i = 0; i < 48; i++) {
            long seed = 2_000 + i;
            int inFlight = 1 << i % 5;
            workers.add(() -> read(seed, 0.3, inFlight, false, tally));
        }
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers.size())) {
            for (Future<Void> worker : pool.invokeAll(workers)) {
                worker.get();
            }
        }
        long faults = tally.applied.values().stream().mapToLong(AtomicInteger::get).sum();
        System.out.printf("%d good values, none wrong, in %d requests, %d of them answered wrongly, in %.1f s%n", tally.good.get(),
                tally.asked.get(), faults, (System.nanoTime() - began) / 1e9);
        assertTrue(tally.enough());
    }

    @Test
    void aLateReplyIsDiscardedAndTheLinkStays() throws Exception {
        AtomicInteger count = new AtomicInteger();
        byte[][] late = new byte[1][];
        // The reply to the second request comes once the driver no longer waits for it and has asked something else.
        try (TestDevice device = new TestDevice(asked -> {
            if (count.getAndIncrement() == 1) {
                late[0] = asked.properFrame();
                return;
            }
            if (late[0] != null) {
                asked.send(late[0]);
                late[0] = null;
            }
            asked.send(asked.properFrame());
        }); PollingConnection connection = Taken.connect(Taken.device(device.port(), "timeout", 1_500))) {
            connection.open();
            PollPlan plan = connection.plan(Taken.holding(5, 111, 300));
            for (int scan = 0; scan < 20; scan++) {
                Taken taken = Taken.poll(connection, plan);
                for (int address : new int[] {5, 111, 300}) {
                    assertEquals(TestDevice.valueOf(1, 3, address), taken.values.get(address));
                }
            }
            assertEquals(1, device.connections.get(), "known late replies are no reason to connect anew");
            assertEquals(1, connection.statistics().failures());
        }
    }

    /** Some gateways give a new connection what they still have of the one before. */
    @Test
    void theReplyToAQuestionOfTheLinkBeforeIsNoAnswerOnThisOne() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        byte[][] kept = new byte[1][];
        try (TestDevice device = new TestDevice(asked -> {
            byte[] proper = asked.properFrame();
            asked.send(kept[0] == null ? proper : kept[0]);
            kept[0] = proper;
        }); PollingConnection connection = Taken.connect(Taken.device(device.port()))) {
            List<PollItem> items = new ArrayList<>();
            double[] expected = new double[2];
            add(items, expected, 3, 111);
            add(items, expected, 3, 300);
            List<PollPlan> plans = List.of(connection.plan(items.subList(0, 1)), connection.plan(items.subList(1, 2)));
            Check check = new Check(expected, "a new link");
            for (int i = 0; i < 2_000; i++) {
                try {
                    connection.open();
                    connection.poll(plans.get(i % 2), check);
                } catch (DriverException e) {
                    taken.incrementAndGet();
                } finally {
                    connection.close();
                }
            }
        }
        assertEquals(1_999, taken.get(), "links that were given up");
    }

    /** A reply that lacks its last byte, and the first byte of the next one in its place, all by itself for a while. */
    @Test
    void aReplyIsNotFilledUpWithTheBeginningOfTheNext() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (TestDevice device = new TestDevice(asked -> {
            byte[] proper = asked.properFrame();
            int number = count.getAndIncrement();
            if (number < 2) {
                asked.send(proper);
            } else if (number == 2) {
                asked.send(Arrays.copyOf(proper, proper.length - 1));
            } else {
                asked.send(Arrays.copyOf(proper, 1));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                asked.send(Arrays.copyOfRange(proper, 1, proper.length));
            }
        }); PollingConnection connection = Taken.connect(Taken.device(device.port(), "requestsInFlight", 2))) {
            connection.open();
            List<PollItem> items = new ArrayList<>();
            double[] expected = new double[2];
            add(items, expected, 3, 111);
            add(items, expected, 3, 300);
            PollPlan plan = connection.plan(items);
            Check check = new Check(expected, "a filled-up reply");
            // Only a unit that has answered once is sent several requests at a time.
            connection.poll(plan, check);
            DriverException e = org.junit.jupiter.api.Assertions.assertThrows(DriverException.class,
                    () -> connection.poll(plan, check));
            assertTrue(e.getMessage().contains("never asked") || e.getMessage().contains("Modbus TCP"), e.getMessage());
        }
    }

    @Test
    void eachReplyThatCannotBeTrustedEndsTheLink() throws Exception {
        for (Fault fault : List.of(Fault.SHORT, Fault.LONG, Fault.WRONG_ID, Fault.WRONG_UNIT, Fault.WRONG_FUNCTION, Fault.LENGTH_0,
                Fault.LENGTH_1, Fault.LENGTH_65535, Fault.OTHER_PROTOCOL, Fault.HEADER_ONLY)) {
            FaultyReplies faults = new FaultyReplies(1, 0);
            try (TestDevice device = new TestDevice(asked -> faults.apply(fault, asked, asked.properFrame()));
                    PollingConnection connection = Taken.connect(Taken.device(device.port(), "timeout", TIMEOUT_MILLIS * 10))) {
                connection.open();
                DriverException e = org.junit.jupiter.api.Assertions.assertThrows(DriverException.class,
                        () -> Taken.poll(connection, connection.plan(Taken.holding(5))), fault.name());
                assertTrue(e.getMessage().contains("127.0.0.1:" + device.port()), fault + ": " + e.getMessage());
            }
        }
    }

    @Test
    void randomBytesNeverHangOrFailTheDecoderInAnUnforeseenWay() throws Exception {
        long seed = 99;
        Random random = new Random(seed);
        try (TestDevice device = new TestDevice(asked -> {
            byte[] noise;
            synchronized (random) {
                // Often the right id, so that the noise gets past the header.
                noise = random.nextBoolean() ? new byte[1 + random.nextInt(300)] : asked.properFrame();
                for (int i = 0; i < 1 + random.nextInt(6); i++) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                }
            }
            asked.send(noise);
        }); PollingConnection connection = Taken.connect(Taken.device(device.port(), "timeout", 10, "retries", 0))) {
            PollPlan plan = connection.plan(List.of(Taken.item(0, "register", 40001, "dataType", "double"),
                    Taken.item(1, "register", 40100, "dataType", "string", "length", 9), Taken.item(2, "register", "00001")));
            for (int i = 0; i < 2_000; i++) {
                try {
                    connection.open();
                    Taken.poll(connection, plan);
                } catch (DriverException e) {
                    assertTrue(e.getMessage().length() > 20, "seed " + seed);
                }
            }
        }
    }
}
