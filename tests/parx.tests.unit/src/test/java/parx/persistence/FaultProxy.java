package parx.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a server that can be cut, half-open, slow, or reset in the middle. Threads of its own per connection; any
 * thread may change what it does.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CHUNK = 8192;
    private static final long NEVER = Long.MAX_VALUE;

    private final int target;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private volatile int bytesPerSecond;
    private volatile boolean hanging;
    private volatile long resetAfter = NEVER;
    private volatile int resets;

    /** Passes everything to this port of this machine. */
    public FaultProxy(int target) {
        this.target = target;
        try {
            listen(ServerPort.free());
            port = listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This database, by way of the proxy. */
    public String through(String jdbcUrl) {
        return jdbcUrl.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
    }

    /** Nobody listens any more, and every connection is closed. */
    public synchronized void refuse() throws IOException {
        listener.close();
        links.forEach(Link::close);
    }

    /** Listens again. */
    public synchronized void admit() throws IOException {
        listen(port);
    }

    /** The connections that there are pass no byte any more, and are never closed; new ones work. */
    public void hangOpenConnections() {
        links.forEach(link -> link.hung = true);
    }

    /** As a server that hangs: connections are made and pass no byte, those that there are no more either. */
    public void hang() {
        hanging = true;
        hangOpenConnections();
    }

    /** 0: as fast as it goes. */
    public void slow(int maxBytesPerSecond) {
        bytesPerSecond = maxBytesPerSecond;
    }

    /** The next connection that has sent so many bytes to the server is reset, both ways. */
    public void resetAfter(long bytes) {
        resetAfter = bytes;
    }

    /** Connections that were reset. */
    public int resets() {
        return resets;
    }

    public int open() {
        return links.size();
    }

    @Override
    public synchronized void close() throws IOException {
        refuse();
    }

    private void listen(int at) throws IOException {
        ServerSocket fresh = new ServerSocket();
        fresh.setReuseAddress(true);
        fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        listener = fresh;
        daemon(() -> accept(fresh));
    }

    private void accept(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                Socket client = at.accept();
                new Link(client, new Socket(InetAddress.getLoopbackAddress(), target)).start();
            } catch (IOException e) {
                // Closed, or the server is away: the client sees its connection end or nobody answering.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private final AtomicLong sent = new AtomicLong();
        private volatile boolean hung;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            hung = hanging;
            links.add(this);
            daemon(() -> pump(client, server, true));
            daemon(() -> pump(server, client, false));
        }

        private void pump(Socket from, Socket to, boolean toServer) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                while (true) {
                    int rate = bytesPerSecond;
                    int count = in.read(chunk, 0, rate > 0 ? Math.min(CHUNK, Math.max(1, rate / 20)) : CHUNK);
                    if (hung) {
                        // As where a cable is pulled: neither side hears of it.
                        return;
                    }
                    if (count < 0) {
                        close();
                        return;
                    }
                    if (rate > 0) {
                        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(count) / rate);
                    }
                    if (toServer && sent.addAndGet(count) > resetAfter) {
                        reset();
                        return;
                    }
                    out.write(chunk, 0, count);
                }
            } catch (IOException e) {
                if (!hung) {
                    close();
                }
            }
        }

        private void reset() throws IOException {
            resetAfter = NEVER;
            resets++;
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
            close();
        }

        void close() {
            links.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
