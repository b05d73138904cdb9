package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.Reading;
import parx.model.Reason;
import parx.model.Settings;

/** What a person sees who presses Test. */
@Timeout(240)
class TrialReadingTest {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private final ModbusDriver driver = new ModbusDriver();

    private Reading test(int port, Object... config) {
        return driver.test(Settings.with("host", "127.0.0.1", "port", port, "register", 40001).overlay(Settings.with(config)), LIMIT);
    }

    private static void assertSays(Reading reading, Reason reason, String... parts) {
        assertFalse(reading.ok());
        assertEquals(reason, reading.reason(), reading.sentence());
        for (String part : parts) {
            assertTrue(reading.sentence().contains(part), reading.sentence());
        }
    }

    @Test
    void aGoodReadingShowsBytesValueAndTheOtherOrders() throws Exception {
        try (TestDevice device = new TestDevice()) {
            device.fixed.put(0, HexFormat.of().parseHex("0000"));
            device.fixed.put(1, HexFormat.of().parseHex("3fc0"));
            Reading reading = test(device.port(), "dataType", "float", "byteOrder", "CDAB");
            assertTrue(reading.ok(), reading.sentence());
            assertEquals(1.5, reading.value());
            assertArrayEquals(HexFormat.of().parseHex("00003fc0"), reading.rawBytes());
            assertEquals(List.of("ABCD: " + Float.intBitsToFloat(0x00003FC0), "CDAB: 1.5", "BADC: " + Float.intBitsToFloat(0xC03F),
                    "DCBA: " + Float.intBitsToFloat(0xC03F0000)), reading.alternatives());
            assertTrue(reading.tookMicros() > 0);
        }
    }

    @Test
    void oneRegisterHasNoOrderOfWordsToChoose() throws Exception {
        try (TestDevice device = new TestDevice()) {
            device.fixed.put(0, HexFormat.of().parseHex("02c1"));
            assertEquals(List.of("ABCD: 705", "BADC: -16126"), test(device.port(), "dataType", "int16").alternatives());
        }
    }

    @Test
    void bytesThatAreNoNumberInThisOrderSayWhichOthersAre() throws Exception {
        try (TestDevice device = new TestDevice()) {
            device.fixed.put(0, HexFormat.of().parseHex("ffff"));
            device.fixed.put(1, HexFormat.of().parseHex("3fc0"));
            Reading reading = test(device.port(), "dataType", "float");
            assertSays(reading, Reason.NOT_A_NUMBER, "byte order");
            assertEquals(4, reading.alternatives().size());
            assertEquals(4, reading.rawBytes().length);
        }
    }

    @Test
    void failuresSayWhatHappenedAndWhatToDoNext() throws Exception {
        assertSays(test(502, "host", "no-such-host.invalid"), Reason.COMM_FAILURE, "no host called ‘no-such-host.invalid’", "check");
        assertSays(test(Peer.freePort()), Reason.COMM_FAILURE, "refuses port", "check the port");
        assertSays(test(502, "register", "4"), Reason.CONFIG_ERROR, "ambiguous");
        try (TestDevice device = new TestDevice()) {
            device.illegalAddresses.add(0);
            assertSays(test(device.port()), Reason.NO_SUCH_ADDRESS, "holding register 40001 (address 0)", "exception 2", "check the register");
            device.lostUnits.add(9);
            assertSays(test(device.port(), "unitId", 9), Reason.TIMEOUT, "exception 11", "check the unit id");
            device.silentUnits.add(7);
            assertSays(test(device.port(), "unitId", 7), Reason.TIMEOUT, "Unit 7", "but unit 1 does");
            device.silentUnits.addAll(List.of(0, 1, 2, 255));
            assertSays(test(device.port(), "unitId", 7), Reason.TIMEOUT, "accepts the connection but does not answer", "unit id (7)");
        }
        try (TestDevice device = new TestDevice(asked -> asked.send(asked.frame(asked.id, asked.unit, asked.refusal(1))))) {
            assertSays(test(device.port()), Reason.DEVICE_ERROR, "exception 1", "check the table");
        }
    }

    @Test
    void aHostThatDoesNotAnswerAtAllTakesNoLongerThanTheLimit() throws Exception {
        // A listener whose queue is full drops what asks for a connection, as a host that is switched off does.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
                waiting.add(channel);
            }
            long began = System.nanoTime();
            assertSays(test(full.getLocalPort()), Reason.TIMEOUT, "127.0.0.1 cannot be reached within", "check the address");
            assertTrue(System.nanoTime() - began < LIMIT.toNanos() * 10, "the operating system would try for two minutes");
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aSilentSerialServerIsNotConnectedToASecondTimeSoThatTheLimitHolds() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<Socket> accepted = new CopyOnWriteArrayList<>();
            Thread.ofVirtual().start(() -> {
                while (!silent.isClosed()) {
                    try {
                        accepted.add(silent.accept());
                        connections.incrementAndGet();
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            assertSays(test(silent.getLocalPort(), "transport", "rtu-tcp"), Reason.TIMEOUT, "accepts the connection", "unit id (1)");
            for (Socket socket : accepted) {
                socket.close();
            }
        }
        assertEquals(1, connections.get());
    }
}
