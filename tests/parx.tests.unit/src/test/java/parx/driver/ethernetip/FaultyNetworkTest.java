package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.PollingConnection.PollSink;
import parx.driver.ethernetip.FaultyNetwork.Fault;
import parx.model.QualityCode;
import parx.model.TextSample;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipTag;
import parx.simulator.CipType;
import parx.simulator.CipType.Elementary;

/** Whatever happens to replies on their way, no tag is ever read as another one. */
@Timeout(300)
class FaultyNetworkTest {
    private static final int TAGS = 500;

    private CipServer controller;

    @BeforeEach
    void start() throws Exception {
        CipMemory words = new CipMemory("", "Words", Elementary.DINT, TAGS);
        for (int i = 0; i < TAGS; i++) {
            words.content().putInt(4 * i, valueOf(i));
        }
        controller = new CipServer(0, List.of(words), CipDevice.STANDARD);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    /** Its own number, spread over all four bytes; in every fourth the last byte may begin the next reply. */
    private static int valueOf(int index) {
        int spread = (index + 1) * 0x01_23_45_67;
        return index % 4 == 0 ? spread & 0xFF_FFFF | 0x70 << 24 : index % 4 == 1 ? 0x70 << 16 | index & 0xFF : spread;
    }

    /** Counts good values and compares each with what its tag must hold. */
    private static final class Check implements PollSink {
        final String name;
        long good;

        Check(String name) {
            this.name = name;
        }

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            if (!QualityCode.isBad(quality)) {
                good++;
                if (value != valueOf(channel)) {
                    throw new AssertionError("WRONG VALUE in " + name + ": element " + channel + " read " + value + " instead of "
                            + valueOf(channel));
                }
            }
        }

        @Override
        public void text(TextSample sample) {
            throw new AssertionError("no tag is text");
        }
    }

    private static List<PollItem> items(int first, int count) {
        List<PollItem> items = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            items.add(Controller.item(i, "Words[" + i + "]", "dataType", "DINT"));
        }
        return items;
    }

    /** Reads until so many values were good. */
    private void read(FaultyNetwork network, String messaging, int tags, long wanted) throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(network.port(), "timeout",
                FaultyNetwork.TIMEOUT_MILLIS, "messaging", messaging, "refusedRetry", 1))) {
            List<PollPlan> plans = new ArrayList<>();
            for (int first = 0; first < TAGS; first += tags) {
                plans.add(connection.plan(items(first, tags)));
            }
            Check check = new Check(messaging + ", " + tags + " tags at once");
            boolean open = false;
            for (int scan = 0; check.good < wanted; scan++) {
                try {
                    if (!open) {
                        connection.open();
                        open = true;
                    }
                    connection.poll(plans.get(scan % plans.size()), check);
                } catch (DriverException e) {
                    assertTrue(e.getMessage().length() > 20, "a sentence: " + e.getMessage());
                    connection.close();
                    open = false;
                }
            }
        }
    }

    @Test
    void aHundredThousandReadsThroughAFaultyNetworkGiveNoWrongValue() throws Exception {
        Map<Fault, Integer> applied = new EnumMap<>(Fault.class);
        List<FaultyNetwork> networks = new ArrayList<>();
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boolean many = i < 4;
            FaultyNetwork network = new FaultyNetwork(controller.port(), 1_000 + i, many ? 0.1 : 0.3);
            networks.add(network);
            String messaging = i % 2 == 0 ? "connected" : "unconnected";
            workers.add(() -> {
                read(network, messaging, many ? 100 : 1, many ? 25_000 : 500);
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(workers.size())) {
            for (Future<Void> worker : pool.invokeAll(workers)) {
                worker.get();
            }
        }
        for (FaultyNetwork network : networks) {
            network.applied.forEach((fault, count) -> applied.merge(fault, count.get(), Integer::sum));
            network.close();
        }
        System.out.println("108000 good values, none wrong, while " + applied.values().stream().mapToInt(Integer::intValue).sum()
                + " replies were faulty");
        applied.forEach((fault, count) -> assertTrue(count > 20, fault + " was tried " + count + " times"));
    }

    @Test
    void eachReplyThatCannotBeTrustedEndsTheLink() throws Exception {
        for (Fault fault : List.of(Fault.SHORT_AND_SILENT, Fault.WRONG_SESSION, Fault.WRONG_SEQUENCE, Fault.WRONG_CONNECTION,
                Fault.WRONG_SERVICE, Fault.WRONG_STATUS, Fault.WRONG_ITEM_LENGTH, Fault.HEADER_ONLY, Fault.LENGTH_0, Fault.LENGTH_1,
                Fault.LENGTH_65535, Fault.TWICE, Fault.GLUED_TO_A_STRAY, Fault.NOTHING, Fault.HANG_UP)) {
            try (FaultyNetwork network = new FaultyNetwork(controller.port(), fault);
                    PollingConnection connection = Controller.connect(Controller.at(network.port(), "timeout", 2_000))) {
                connection.open();
                PollPlan plan = connection.plan(items(6, 2));
                DriverException e = assertThrows(DriverException.class, () -> {
                    // What is glued to a reply may be seen only before the next question.
                    Controller.poll(connection, plan);
                    Controller.poll(connection, plan);
                }, fault.name());
                assertTrue(e.getMessage().contains("127.0.0.1:" + network.port()), fault + ": " + e.getMessage());
            }
        }
    }

    @Test
    void aReplyThatEndsLikeTheNextOneIsBelievedOnceThatBeginsBehindIt() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            // Its last byte is the first one of a reply's header.
            assertEquals(0x70, valueOf(4) >>> 24);
            PollPlan plan = connection.plan(items(4, 1));
            long before = controller.packets();
            assertEquals(valueOf(4), Controller.poll(connection, plan).values.get(4));
            assertEquals(2, controller.packets() - before, "the read and the proof");
            before = controller.packets();
            assertEquals(valueOf(6), Controller.poll(connection, connection.plan(items(6, 1))).values.get(6));
            assertEquals(1, controller.packets() - before);
        }
    }

    /** A number that is not given away before a gate is open. */
    private record GatedTag(CountDownLatch gate) implements CipTag {
        @Override
        public String program() {
            return "";
        }

        @Override
        public String name() {
            return "a";
        }

        @Override
        public CipType type() {
            return Elementary.DINT;
        }

        @Override
        public int[] dimensions() {
            return new int[0];
        }

        @Override
        public void read(int offset, byte[] into) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            into[0] = 1;
        }
    }

    @Test
    void aScanThatIsNoLongerWantedLeavesNoAnswerToTheNext() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        try (CipServer slow = new CipServer(0, List.of(new GatedTag(gate), new CipMemory("", "b", Elementary.DINT).with(2)),
                CipDevice.STANDARD); PollingConnection connection = Controller.connect(Controller.at(slow.port(), "timeout", 60_000))) {
            connection.open();
            PollPlan first = connection.plan(Controller.items("a"));
            PollPlan second = connection.plan(Controller.items("b"));
            parx.driver.Collected cut = new parx.driver.Collected() {
                @Override
                public boolean wanted() {
                    // Wanted until the question is out.
                    return asked.getAndIncrement() == 0;
                }
            };
            connection.poll(first, cut);
            assertTrue(cut.reasons.isEmpty(), "nothing is said of what was not waited for");
            gate.countDown();
            assertEquals(2, Controller.poll(connection, second).values.get(0));
            assertEquals(1, Controller.poll(connection, first).values.get(0));
        }
    }
}
