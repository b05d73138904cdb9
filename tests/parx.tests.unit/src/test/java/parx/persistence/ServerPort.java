package parx.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers of tests that are stopped and started again at the same one. They lie below those that Linux gives to
 * outgoing connections: one of these would now and then sit on the port of a server that is down, or connect to itself there.
 */
public final class ServerPort {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;

    private ServerPort() {
    }

    /** One on loopback where nobody listens now. */
    public static int free() {
        IOException taken = null;
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw new UncheckedIOException(taken);
    }
}
