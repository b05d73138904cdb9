package parx.driver.modbus;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import parx.persistence.ServerPort;

/** Processes that are peers of a test: a Modbus server by pymodbus, a pair of serial ports by socat. One thread. */
final class Peer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;

    private Peer(Process process) {
        this.process = process;
    }

    /** Skips the test where pymodbus is not installed. */
    static Peer pymodbus(String mode, String where) throws IOException, URISyntaxException, InterruptedException {
        Assumptions.assumeTrue(runs(PYTHON, "-c", "import pymodbus.server"),
                "skipped: pymodbus is not there; apt install python3-pymodbus python3-serial python3-serial-asyncio");
        Path script = Path.of(Peer.class.getResource("/modbus/pymodbus_server.py").toURI());
        Process process = new ProcessBuilder(PYTHON, script.toString(), mode, where)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Peer peer = new Peer(process);
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        if (!"ready".equals(out.readLine())) {
            peer.close();
            throw new IOException("pymodbus did not start");
        }
        if (!mode.equals("serial")) {
            peer.awaitListening(Integer.parseInt(where));
        }
        return peer;
    }

    /** Two pseudo-terminals that are wired together. Skips the test where socat is not installed. */
    static Peer serialPair(Path one, Path other) throws IOException, InterruptedException {
        Assumptions.assumeTrue(runs("socat", "-V"), "skipped: socat is not there; apt install socat");
        Process process = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + one, "pty,raw,echo=0,link=" + other)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        await(() -> Files.exists(one) && Files.exists(other));
        return new Peer(process);
    }

    /** A pseudo-terminal whose other end is a TCP server. Skips the test where socat is not installed. */
    static Peer serialToTcp(Path link, int port) throws IOException, InterruptedException {
        Assumptions.assumeTrue(runs("socat", "-V"), "skipped: socat is not there; apt install socat");
        Process process = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + link, "tcp:127.0.0.1:" + port + ",nodelay")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        await(() -> Files.exists(link));
        return new Peer(process);
    }

    /** Where the serial port behind a link really is; a driver may look only in /dev. */
    static String device(Path link) throws IOException {
        return link.toRealPath().toString();
    }

    static int freePort() {
        return ServerPort.free();
    }

    private void awaitListening(int port) throws IOException {
        await(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void await(java.util.function.BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the peer did not come up");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            List<String> words = new ArrayList<>(List.of(command));
            return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(new File("/dev/null")).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
