package parx.workbench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Devices that are none. */
final class Devices {
    private Devices() {
    }

    /** A loopback port where nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = silent()) {
            return socket.getLocalPort();
        }
    }

    /** A server whose connections are accepted by the system and never answered. */
    static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
