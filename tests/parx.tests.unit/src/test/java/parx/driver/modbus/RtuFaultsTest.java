package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;
import parx.model.Settings;

/** RTU frames carry no transaction id: even so, no late or damaged answer is taken for another register. */
@Timeout(300)
class RtuFaultsTest {
    private static final int TIMEOUT_MILLIS = 100;
    /** So many good values at least, however busy the machine. */
    private static final int FEWEST = 40;
    private static final int[] ADDRESSES = {5, 111, 300, 900};

    @TempDir
    private Path folder;

    /** Answers function 3 in RTU frames, one request after the other as on a bus. */
    static final class Bus implements AutoCloseable {
        interface Behaviour {
            void answer(byte[] proper, OutputStream out) throws IOException;
        }

        final AtomicInteger requests = new AtomicInteger();
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Behaviour behaviour;

        Bus(Behaviour behaviour) throws IOException {
            this.behaviour = behaviour;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] request = new byte[8];
                while (!server.isClosed()) {
                    in.readFully(request);
                    while (!Crc16.matches(request, 0, request.length)) {
                        // A line that was closed in the middle of a request has cut it.
                        System.arraycopy(request, 1, request, 0, request.length - 1);
                        request[request.length - 1] = in.readByte();
                    }
                    requests.incrementAndGet();
                    int address = (request[2] & 0xFF) << 8 | request[3] & 0xFF;
                    int count = (request[4] & 0xFF) << 8 | request[5] & 0xFF;
                    byte[] reply = new byte[5 + 2 * count];
                    reply[0] = request[0];
                    reply[1] = request[1];
                    reply[2] = (byte) (2 * count);
                    for (int i = 0; i < count; i++) {
                        int value = TestDevice.valueOf(request[0], 3, address + i);
                        reply[3 + 2 * i] = (byte) (value >> 8);
                        reply[4 + 2 * i] = (byte) value;
                    }
                    Crc16.append(reply, reply.length - 2);
                    behaviour.answer(reply, socket.getOutputStream());
                }
            } catch (IOException e) {
                // The other side went away, as it does after each fault.
                return;
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static Bus faultyBus(Random random, double share, int latestMillis) throws IOException {
        return new Bus((proper, out) -> {
            byte[] damaged = proper.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            switch (random.nextDouble() < share ? random.nextInt(8) : -1) {
                case 0 -> {
                    pause(TIMEOUT_MILLIS + random.nextInt(latestMillis));
                    out.write(proper);
                }
                case 1 -> out.write(damaged);
                case 2 -> out.write(proper, 0, 1 + random.nextInt(proper.length - 1));
                case 3 -> out.write(join(proper, Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length))));
                case 4 -> {
                    for (byte one : proper) {
                        out.write(one);
                    }
                }
                case 5 -> pause(1);
                case 6 -> out.write(join(proper, proper));
                case 7 -> {
                    byte[] stranger = Arrays.copyOf(proper, proper.length);
                    stranger[0]++;
                    stranger[4] ^= 0x55;
                    Crc16.append(stranger, stranger.length - 2);
                    out.write(stranger);
                }
                default -> out.write(proper);
            }
        });
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static long goodValues(Settings settings, Bus bus, int requests, long seed) throws DriverException {
        long good = 0;
        try (PollingConnection connection = Taken.connect(settings)) {
            PollPlan plan = connection.plan(Taken.holding(ADDRESSES));
            boolean open = false;
            long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
            long deadline = enough + TimeUnit.SECONDS.toNanos(60);
            while (good <= FEWEST && System.nanoTime() < deadline
                    || bus.requests.get() < requests && System.nanoTime() < enough) {
                try {
                    if (!open) {
                        connection.open();
                        open = true;
                    }
                    Taken taken = Taken.poll(connection, plan);
                    for (int address : ADDRESSES) {
                        if (taken.reasons.get(address) == Reason.NONE) {
                            good++;
                            assertEquals(TestDevice.valueOf(1, 3, address), taken.values.get(address), "seed " + seed);
                        }
                    }
                } catch (DriverException e) {
                    connection.close();
                    open = false;
                }
            }
        }
        return good;
    }

    @Test
    void damagedAndLateAnswersOverTcpGiveNoWrongValue() throws Exception {
        long seed = 31;
        try (Bus bus = faultyBus(new Random(seed), 0.05, TIMEOUT_MILLIS * 4)) {
            long good = goodValues(Taken.device(bus.port(), "transport", "rtu-tcp", "timeout", TIMEOUT_MILLIS, "retries", 1,
                    "deadUnitRetry", 1), bus, 2_000, seed);
            assertTrue(good > FEWEST, good + " values");
        }
    }

    /** A pseudo-terminal goes away with its last user, unlike a serial port: the test holds it while the driver reopens it. */
    @Test
    void damagedAndLateAnswersOnASerialLineGiveNoWrongValue() throws Exception {
        long seed = 32;
        Path ours = folder.resolve("ours");
        try (Bus bus = faultyBus(new Random(seed), 0.05, TIMEOUT_MILLIS * 4);
                Peer wire = Peer.serialToTcp(ours, bus.port()); FileInputStream held = new FileInputStream(Peer.device(ours))) {
            long good = goodValues(Settings.with("transport", "serial", "serialPort", Peer.device(ours), "parity", "none", "timeout", TIMEOUT_MILLIS,
                    "retries", 1, "baudRate", 115_200, "deadUnitRetry", 1), bus, 1_000, seed);
            assertTrue(good > FEWEST, good + " values");
        }
    }

    @Test
    void aUnitThatStaysOneAnswerBehindIsFoundOut() throws Exception {
        long seed = 33;
        Path ours = folder.resolve("ours");
        AtomicInteger count = new AtomicInteger();
        // The third answer takes five time-outs; whatever was asked meanwhile is answered after it, in order.
        try (Bus bus = new Bus((proper, out) -> {
            if (count.incrementAndGet() % 50 == 3) {
                pause(TIMEOUT_MILLIS * 5);
            }
            out.write(proper);
        }); Peer wire = Peer.serialToTcp(ours, bus.port()); FileInputStream held = new FileInputStream(Peer.device(ours))) {
            long good = goodValues(Settings.with("transport", "serial", "serialPort", Peer.device(ours), "parity", "none", "timeout", TIMEOUT_MILLIS,
                    "baudRate", 115_200, "deadUnitRetry", 1), bus, 300, seed);
            assertTrue(good > FEWEST, good + " values");
        }
    }

    @Test
    void aReadingThatALineOutOfStepKeepsBackTookAsLongAsItWasWaitedFor() throws Exception {
        try (Bus silent = new Bus((proper, out) -> { });
                PollingConnection connection = Taken.connect(Settings.with("transport", "rtu-tcp", "host", "127.0.0.1", "port",
                        silent.port(), "timeout", TIMEOUT_MILLIS, "retries", 0))) {
            connection.open();
            assertThrows(DriverException.class, () -> Taken.poll(connection, connection.plan(Taken.holding(5))));
            int asked = silent.requests.get();
            long began = System.nanoTime();
            Reading reading = connection.test(Settings.with("unitId", 1, "table", "holding", "address", 5, "dataType", "uint16"));
            long most = (System.nanoTime() - began) / 1_000;
            assertEquals(Reason.TIMEOUT, reading.reason(), reading.sentence());
            assertEquals(asked + 1, silent.requests.get(), "only the question that shows whether the line is in step");
            assertTrue(reading.tookMicros() > 0 && reading.tookMicros() <= most, reading.tookMicros() + " of " + most + " µs");
        }
    }
}
