package parx.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loopback ports of the servers, kept in a file: the same again at the next start where they are still free.
 * Thread-safe.
 */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    /** Above the well-known ones, below those that Linux gives to outgoing connections. */
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Path file;

    Ports(Path file) {
        this.file = file;
    }

    /** A port of this server that is free now. */
    synchronized int free(String server) throws IOException {
        Properties ports = read();
        int kept = number(ports.getProperty(server));
        if (kept > 0 && isFree(kept)) {
            return kept;
        }
        int chosen = choose(ports);
        if (kept > 0) {
            LOG.info("Port {} of the embedded {} is taken by another program, using {}", kept, server, chosen);
        }
        ports.setProperty(server, Integer.toString(chosen));
        try (OutputStream out = Files.newOutputStream(file)) {
            ports.store(out, "Loopback ports of the embedded servers");
        }
        return chosen;
    }

    /** The port that this server was last given, if any. */
    synchronized OptionalInt known(String server) throws IOException {
        int kept = number(read().getProperty(server));
        return kept > 0 ? OptionalInt.of(kept) : OptionalInt.empty();
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException e) {
            // That is the answer: somebody has it.
            return false;
        }
    }

    private static int choose(Properties taken) throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!taken.containsValue(Integer.toString(port)) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
    }

    private Properties read() throws IOException {
        Properties ports = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                ports.load(in);
            }
        }
        return ports;
    }

    /** A file that somebody spoiled only costs the old port. */
    private static int number(String text) {
        return text != null && text.matches("[0-9]{1,5}") && Integer.parseInt(text) < 65_536 ? Integer.parseInt(text) : -1;
    }
}
