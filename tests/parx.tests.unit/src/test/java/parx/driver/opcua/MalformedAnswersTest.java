package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.SubscribingConnection;
import parx.model.Settings;
import parx.model.TimeSource;

/** Whatever a server sends: the link is lost with a sentence, or the values are bad, but nothing else is thrown. */
@Timeout(900)
class MalformedAnswersTest {
    private static final Settings IMPATIENT = Settings.with("connectTimeout", 5_000, "timeout", 2_000, "silence", 500);

    @TempDir
    static Path keys;
    private static UaServer server;
    private final OpcUaDriver driver = new OpcUaDriver(() -> keys.resolve("parx"));

    @BeforeAll
    static void startServer() throws Exception {
        server = UaServer.start(UaServer.freePort(), keys.resolve("server"), "{}");
        server.command("{'do':'count','name':'Counter','every':20}");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private void connect(int port) {
        Settings at = Settings.with("endpoint", UaServer.url(port));
        SubscribingConnection connection = (SubscribingConnection) driver.connect(server.channel("Counter").overlay(IMPATIENT)
                .overlay(at), new DriverContext(TimeSource.system()));
        try {
            connection.open();
            Delivered delivered = new Delivered(connection).subscribe(50, server.channel("Counter"), server.channel("String"),
                    server.channel("Matrix", "index", "1,1"));
            for (int i = 0; i < 20; i++) {
                connection.receive(delivered, TimeUnit.MILLISECONDS.toNanos(50));
            }
        } catch (DriverException e) {
            assertFalse(e.getMessage().isBlank());
        } finally {
            connection.close();
        }
    }

    /** Answers of a real server, in which one byte in so many is another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bytesThatAreChangedOnTheWay(int seed) throws Exception {
        Random random = new Random(seed);
        int oneIn = 50 << seed;
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(listening, near -> {
                try (Socket far = new Socket()) {
                    far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                    Thread.ofVirtual().start(() -> pass(near, far, null, 0));
                    pass(far, near, random, oneIn);
                }
            });
            connect(listening.getLocalPort());
        }
    }

    /** What is no answer at all: nothing, text, lengths of all kinds, and one byte of a message more or less. */
    @ParameterizedTest
    @ValueSource(strings = {"", "00", "485454502F312E3120343030", "41434B46000000FF", "41434B46FFFFFFFF", "41434B4608000000",
            "41434B461C0000000000000000000000000000000000000000000000", "41434B461C000000FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "41434B461C00000000000000FFFF0000FFFF00000000000000000000" + "4F504E46FFFFFF7F00000000",
            "41434B461C00000000000000FFFF0000FFFF00000000000000000000" + "4F504E461000000001000000FFFFFF7F",
            "41434B461C00000000000000FFFF0000FFFF00000000000000000000" + "4D534746180000000100000001000000000000000000000000",
            "45525246100000000000808000000000", "455252460C000000FFFFFF7F", "45525246FFFFFF7F000080800FFFFFFF"})
    void answersThatAreNone(String hex) throws Exception {
        byte[] answer = HexFormat.of().parseHex(hex);
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(listening, near -> {
                near.getOutputStream().write(answer);
                near.getInputStream().transferTo(OutputStream.nullOutputStream());
            });
            connect(listening.getLocalPort());
        }
    }

    private interface Served {
        void serve(Socket near) throws IOException;
    }

    private static void serve(ServerSocket listening, Served served) {
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket near = listening.accept();
                    Thread.ofVirtual().start(() -> {
                        try (near) {
                            served.serve(near);
                        } catch (IOException e) {
                            // The driver gave up, as it should.
                        }
                    });
                } catch (IOException e) {
                    // The test is over.
                }
            }
        });
    }

    private static void pass(Socket from, Socket to, Random random, int oneIn) {
        byte[] buffer = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; random != null && i < count; i++) {
                    buffer[i] = random.nextInt(oneIn) == 0 ? (byte) random.nextInt() : buffer[i];
                }
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Either end gave up.
        }
    }
}
