package parx.simulator;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A simulated Logix controller on loopback for any number of clients: EtherNet/IP explicit messaging with read, write and
 * browsing of tags, connected and unconnected. Each client has a thread of its own. Thread-safe.
 */
public final class CipServer implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int HEADER = 24;
    private static final int LONGEST = 8 * 1024;

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final CipDevice device;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong packets = new AtomicLong();
    private volatile Plc plc;
    private volatile boolean busy;

    /**
     * Listens at once.
     *
     * @param port on 127.0.0.1; 0 for any that is free
     * @throws IOException if the port is taken
     */
    public CipServer(int port, List<? extends CipTag> tags, CipDevice device) throws IOException {
        this.device = device;
        this.plc = new Plc(List.copyOf(tags), 1);
        listener.setReuseAddress(true);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("cip-" + port()).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** CIP connections that are open now. */
    public int connections() {
        return connections.get();
    }

    /** Requests that came since the start, each a packet. */
    public long packets() {
        return packets.get();
    }

    /** From now on it opens no connection and answers no request, as during a download, until {@link #download} ends it. */
    public void beginDownload() {
        busy = true;
        clients.forEach(CipServer::closeQuietly);
    }

    /** Another program: other tags, and other instances of those that stay. Ends every client's connection. */
    public void download(List<? extends CipTag> tags) {
        plc = new Plc(List.copyOf(tags), plc.firstInstance() + 1_000);
        busy = false;
        clients.forEach(CipServer::closeQuietly);
    }

    /** Closes the port and every client's connection. */
    @Override
    public void close() {
        closeQuietly(listener);
        clients.forEach(CipServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread.ofVirtual().name("cip-client-" + client.getPort()).start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    // Out of file descriptors, most likely: the device stays there for those that it has.
                    System.err.println("A connection was not accepted: " + e);
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            }
        }
    }

    private void serve(Socket client) {
        CipClient conversation = new CipClient(this::plc, device, () -> busy, sessions.incrementAndGet(), connections);
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 8 * 1024));
            boolean goesOn = true;
            while (goesOn) {
                goesOn = answer(in, client, conversation);
            }
        } catch (EOFException | SocketException e) {
            // The client went away, or this server closes: either way the conversation is over.
        } catch (IOException e) {
            System.err.println("Client at port " + client.getPort() + " is cut off: " + e.getMessage());
        } finally {
            conversation.end();
            clients.remove(client);
        }
    }

    private Plc plc() {
        return plc;
    }

    /** @return false where the client has ended the session */
    private boolean answer(DataInputStream in, Socket client, CipClient conversation) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            throw new EOFException();
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int length = fields.getShort(2) & 0xFFFF;
        if (length > LONGEST) {
            throw new IOException("a request of " + length + " bytes");
        }
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw new EOFException();
        }
        packets.incrementAndGet();
        if (device.responseDelay().isPositive()) {
            LockSupport.parkNanos(device.responseDelay().toNanos());
        }
        CipClient.Reply reply = conversation.answer(fields.getShort(0) & 0xFFFF, fields.getInt(4), data);
        if (reply == null) {
            return (fields.getShort(0) & 0xFFFF) != CipClient.UNREGISTER_SESSION;
        }
        byte[] frame = Arrays.copyOf(header, HEADER + reply.data().length);
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putShort(2, (short) reply.data().length)
                .putInt(4, conversation.session()).putInt(8, reply.status());
        System.arraycopy(reply.data(), 0, frame, HEADER, reply.data().length);
        client.getOutputStream().write(frame);
        return true;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.err.println("A socket cannot be closed: " + e);
        }
    }
}
