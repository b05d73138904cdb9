package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollPlan;
import parx.simulator.CipDevice;
import parx.simulator.CipServer;

/** Whatever comes over the wire, the driver says so and goes on; and so does the simulated controller. */
@Timeout(300)
class MalformedInputTest {
    private static final int HEADER = 24;
    /** Where a connected reply's CIP message begins. */
    private static final int MESSAGE = 46;
    private static final int ROUNDS = 200_000;

    private static List<byte[]> corpus(char direction) throws IOException {
        try (InputStream in = MalformedInputTest.class.getResourceAsStream("/ethernetip/corpus.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> line.charAt(0) == direction).map(line -> HexFormat.of().parseHex(line.substring(2))).toList();
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] copy = Arrays.copyOf(bytes, switch (random.nextInt(4)) {
            case 0 -> random.nextInt(bytes.length + 1);
            case 1 -> bytes.length + random.nextInt(64);
            default -> bytes.length;
        });
        for (int i = random.nextInt(6); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xFF;
                default -> (byte) random.nextInt();
            };
        }
        return copy;
    }

    /** A part of the driver that reads what came. */
    private interface Parser {
        void read(byte[] data) throws MalformedReply;
    }

    private static final List<Parser> PARSERS = List.of(
            CipReply::parse,
            data -> CommonPacket.unconnected(data),
            data -> CommonPacket.connected(data, 0x1234, 1),
            DeviceIdentity::of,
            data -> new ForwardOpen(true, 4_000, 2_000, 1, 1, 1, new Route(List.of())).grant(data),
            data -> MultipleService.replies(data, 1 + data.length % 40, Cip.READ_TAG),
            data -> {
                TagData value = TagData.parse(data);
                for (String tag : List.of("a", "a.3", "a[5]")) {
                    for (DataType type : new DataType[] {null, DataType.BOOL, DataType.STRING, DataType.REAL}) {
                        Point point = new Point(TagName.parse(tag), type);
                        TagValue.of(point, point.bit(false), value).why().get();
                    }
                }
            },
            data -> TagBrowser.members(data, 1 + data.length % 70));

    @Test
    void noPartOfAReplyMakesTheDriverFailOrTakeMemoryWithoutBound() throws Exception {
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long seed = 7;
        Random random = new Random(seed);
        List<byte[]> replies = corpus('<');
        assertTrue(replies.size() > 20, "a corpus of " + replies.size());
        long thread = Thread.currentThread().threadId();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] frame = replies.get(random.nextInt(replies.size()));
            // Every part of a frame is read by some parser, and by the wrong ones too.
            byte[] data = mutated(Arrays.copyOfRange(frame, random.nextInt(Math.min(60, frame.length)), frame.length), random);
            Parser parser = PARSERS.get(round % PARSERS.size());
            long before = memory.getThreadAllocatedBytes(thread);
            try {
                parser.read(data);
            } catch (MalformedReply e) {
                assertFalse(e.what().isEmpty());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("parser " + round % PARSERS.size() + ", seed " + seed + ", input "
                        + HexFormat.of().formatHex(data), e);
            }
            long taken = memory.getThreadAllocatedBytes(thread) - before;
            assertTrue(taken < 1_000_000, taken + " bytes for an input of " + data.length + ", parser "
                    + round % PARSERS.size());
        }
    }

    /** The frame stays one, so that its content is read: only what the objects of the controller say is changed. */
    private static byte[] changedInside(byte[] frame, Random random) {
        int from = frame[0] == Encapsulation.SEND_UNIT_DATA ? MESSAGE : 40;
        boolean spared = frame.length <= from + 4 || random.nextInt(3) == 0;
        if (spared) {
            return frame;
        }
        byte[] inside = mutated(Arrays.copyOfRange(frame, from, frame.length), random);
        byte[] changed = Arrays.copyOf(frame, from + inside.length);
        System.arraycopy(inside, 0, changed, from, inside.length);
        ByteBuffer fields = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        fields.putShort(2, (short) (changed.length - HEADER));
        if (frame[0] == Encapsulation.SEND_UNIT_DATA) {
            fields.putShort(42, (short) (inside.length + 2));
        } else if (frame[0] == Encapsulation.SEND_RR_DATA) {
            fields.putShort(38, (short) inside.length);
        }
        return changed;
    }

    @Test
    void aControllerThatAnswersNonsenseIsSaidToDoSo() throws Exception {
        Random random = new Random(3);
        AtomicLong said = new AtomicLong();
        try (CipServer controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD);
                FaultyNetwork network = new FaultyNetwork(controller.port(), frame -> {
                    synchronized (random) {
                        return changedInside(frame, random);
                    }
                })) {
            for (int round = 0; round < 400; round++) {
                String messaging = round % 2 == 0 ? "connected" : "unconnected";
                try (PollingConnection connection = Controller.connect(Controller.at(network.port(), "timeout", 100, "messaging",
                        messaging, "connectionSize", round % 3 == 0 ? 120 : 4_000))) {
                    connection.open();
                    PollPlan plan = connection.plan(Controller.items("aReal", "aText", "Program:Main.Bits[33]", "missing", "Words[3]"));
                    for (int scan = 0; scan < 4; scan++) {
                        assertEquals(5, Controller.poll(connection, plan).reasons.size());
                    }
                    connection.test(Controller.at(1, "tagName", "Drives[1].Name"));
                    CipSession session = ((EthernetIpConnection) connection).session();
                    new TagBrowser(session).look("");
                    new TagBrowser(session).members(Controller.DRIVE.instance());
                    connection.write(Controller.item(0, "anInt"), round);
                } catch (DriverException e) {
                    assertTrue(e.getMessage().length() > 20, e.getMessage());
                    said.incrementAndGet();
                }
            }
        }
        assertTrue(said.get() > 100, said + " times");
    }

    @Test
    void theSimulatedControllerOutlivesWhateverItIsAsked() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        List<byte[]> requests = corpus('>');
        try (CipServer controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD)) {
            for (int round = 0; round < 300; round++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controller.port())) {
                    socket.getOutputStream().write(requests.getFirst());
                    byte[] registered = socket.getInputStream().readNBytes(28);
                    for (int i = 0; i < 20; i++) {
                        byte[] frame = mutated(requests.get(random.nextInt(requests.size())), random);
                        byte[] whole = frame.length < HEADER ? Arrays.copyOf(frame, HEADER) : frame;
                        System.arraycopy(registered, 4, whole, 4, 4);
                        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putShort(2, (short) (whole.length - HEADER));
                        socket.getOutputStream().write(whole);
                    }
                    // What is answered is of no interest here; it goes with the socket.
                } catch (IOException e) {
                    // Cut off by the controller, as it may.
                    continue;
                }
            }
            try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
                connection.open();
                assertEquals(123, Controller.poll(connection, connection.plan(Controller.items("Matrix[1,2,3]"))).values.get(0));
            }
        }
    }
}
