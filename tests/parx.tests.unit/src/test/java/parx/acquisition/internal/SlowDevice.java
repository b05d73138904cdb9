package parx.acquisition.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;

/** A Modbus device on loopback. Answers function 3 with the register's address, one request after the other, or never. */
final class SlowDevice implements AutoCloseable {
    final Map<Integer, Long> askedAt = new ConcurrentHashMap<>();
    final AtomicInteger connections = new AtomicInteger();
    volatile long latencyMillis;
    volatile boolean silent;
    /** As many a device does: a further connection is closed at once. */
    volatile boolean single;
    /** Every further connection is closed at once. */
    volatile boolean refusing;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    SlowDevice() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    if (connections.incrementAndGet() > 1 && single || refusing) {
                        socket.close();
                        continue;
                    }
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // The test is over.
                return;
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] request = new byte[12];
            while (!server.isClosed()) {
                in.readFully(request);
                ByteBuffer asked = ByteBuffer.wrap(request);
                int address = asked.getShort(8) & 0xFFFF;
                askedAt.put(address, System.nanoTime());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(latencyMillis));
                if (!silent) {
                    ByteBuffer reply = ByteBuffer.allocate(11).put(request, 0, 4).putShort((short) 5)
                            .put(request, 6, 2).put((byte) 2).putShort((short) address);
                    socket.getOutputStream().write(reply.array());
                }
            }
        } catch (IOException e) {
            // The other side went away.
            return;
        }
    }

    /** Ends every connection. */
    void drop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String name() {
        return "Modbus TCP 127.0.0.1:" + port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** A channel of such a device that is read every 100 ms. */
    static Channel register(String id, int port, int address, Object... more) {
        return new Channel(id, id, Protocol.MODBUS, true, Settings.with("host", "127.0.0.1", "port", port, "table", "holding",
                "address", address, "scanRate", 100).overlay(Settings.with(more)), ChannelMetadata.NONE);
    }
}
