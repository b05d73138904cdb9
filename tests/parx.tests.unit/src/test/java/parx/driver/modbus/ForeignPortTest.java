package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.model.Reason;
import parx.model.Settings;
import parx.persistence.TestServer;

/** What a person is told whose port belongs to something else than Modbus. */
@Timeout(120)
class ForeignPortTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ModbusDriver driver = new ModbusDriver();

    /** A server on a real socket. */
    private static final class Stranger implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        /** What it does with a connection. */
        private interface Manner {
            void meet(Socket socket) throws IOException;
        }

        private Stranger(Manner manner) throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        open.add(socket);
                        manner.meet(socket);
                    } catch (IOException e) {
                        // The other side has gone, or the test is over.
                        continue;
                    }
                }
            });
        }

        /** Says this as soon as somebody connects. */
        private static Stranger greeting(byte[] said) throws IOException {
            return new Stranger(socket -> socket.getOutputStream().write(said));
        }

        /** Says this once it is asked. */
        private static Stranger answering(byte[] said) throws IOException {
            return new Stranger(socket -> {
                socket.getInputStream().read(new byte[260]);
                socket.getOutputStream().write(said);
            });
        }

        private int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private String sentence(int port, String transport) {
        Reading reading = driver.test(Settings.with("host", "127.0.0.1", "port", port, "register", 40001, "transport", transport), LIMIT);
        assertFalse(reading.ok());
        assertEquals(Reason.COMM_FAILURE, reading.reason(), reading.sentence());
        assertTrue(reading.sentence().startsWith("127.0.0.1:" + port + " "), reading.sentence());
        return reading.sentence();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aServerThatGreetsIsShownInItsOwnWords() throws Exception {
        for (String transport : List.of("tcp", "rtu-tcp")) {
            try (Stranger ssh = Stranger.greeting(ascii("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"))) {
                String said = sentence(ssh.port(), transport);
                assertTrue(said.contains("answers, but not in Modbus " + (transport.equals("tcp") ? "TCP" : "RTU")), said);
                assertTrue(said.contains("‘SSH-2.0-OpenSSH_9.2p1 Debian-2’") && said.contains("check the port"), said);
            }
        }
    }

    @Test
    void aServerThatAnswersSomethingElseIsShownInItsOwnWords() throws Exception {
        for (String transport : List.of("tcp", "rtu-tcp")) {
            try (Stranger store = Stranger.answering(ascii("-ERR unknown command, with args beginning with: \r\n"))) {
                String said = sentence(store.port(), transport);
                assertTrue(said.contains("‘-ERR unknown command, with args beginnin…’"), said);
            }
        }
    }

    @Test
    void bytesThatAreNoWordsAreShownAsSuch() throws Exception {
        try (Stranger tls = Stranger.answering(HexFormat.of().parseHex("15030300020246"))) {
            assertTrue(sentence(tls.port(), "tcp").contains("the first that comes is 15 03 03 00 02 02 46."), sentence(tls.port(), "tcp"));
        }
        try (Stranger absurd = Stranger.answering(HexFormat.of().parseHex("00000000ffff0103"))) {
            assertTrue(sentence(absurd.port(), "tcp").contains("answers, but not in Modbus TCP"), sentence(absurd.port(), "tcp"));
        }
    }

    @Test
    void anAnswerOfModbusTcpThatNobodyAskedForIsNotTakenForAStranger() throws Exception {
        try (TestDevice device = new TestDevice(asked -> asked.send(asked.frame(asked.id + 77, asked.unit, asked.refusal(1))))) {
            assertTrue(sentence(device.port(), "tcp").contains("never asked"), sentence(device.port(), "tcp"));
        }
    }

    @Test
    void aPortThatClosesAtOnceIsGivenItsLikelyCauses() throws Exception {
        for (String transport : List.of("tcp", "rtu-tcp")) {
            try (Stranger closing = new Stranger(Socket::close)) {
                String said = sentence(closing.port(), transport);
                assertTrue(said.contains("accepts the connection and closes it without an answer: check the port"), said);
                assertTrue(said.contains("allows no further connection"), said);
            }
            try (Stranger resetting = new Stranger(socket -> {
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
                socket.close();
            })) {
                String said = sentence(resetting.port(), transport);
                assertTrue(said.contains("accepts the connection and closes it without an answer"), said);
            }
        }
    }

    @Test
    void aRealDatabaseIsToldFromADevice() throws Exception {
        try (TestServer database = TestServer.start(false)) {
            assertTrue(sentence(database.port(), "tcp").contains("closes it without an answer: check the port"));
        }
    }

    @Test
    void acquisitionIsToldTheSame() throws Exception {
        try (Stranger ssh = Stranger.greeting(ascii("SSH-2.0-OpenSSH_9.2p1\r\n"));
                PollingConnection connection = Taken.connect(Taken.device(ssh.port(), "timeout", 60_000))) {
            connection.open();
            DriverException e = assertThrows(DriverException.class, () -> Taken.poll(connection, connection.plan(Taken.holding(5))));
            assertTrue(e.getMessage().contains("‘SSH-2.0-OpenSSH_9.2p1’"), e.getMessage());
        }
    }

    @Test
    void onceADeviceWasUnderstoodWhatDoesNotFitIsItsFault() throws Exception {
        int[] asked = new int[1];
        try (TestDevice device = new TestDevice(question -> question.send(asked[0]++ == 0 ? question.properFrame() : ascii("HTTP/1.1 400")));
                PollingConnection connection = Taken.connect(Taken.device(device.port(), "timeout", 60_000))) {
            connection.open();
            Taken.poll(connection, connection.plan(Taken.holding(5)));
            DriverException e = assertThrows(DriverException.class, () -> Taken.poll(connection, connection.plan(Taken.holding(5))));
            assertTrue(e.getMessage().contains("ParX connects anew"), e.getMessage());
        }
    }
}
