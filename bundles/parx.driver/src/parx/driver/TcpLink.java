package parx.driver;

import static parx.driver.DriverTexts.TEXTS;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parx.model.Reason;
import parx.model.Sentence;

/** A TCP connection to a device, for drivers that speak over one. Owned by the io thread; {@link #close} from any. */
public final class TcpLink implements AutoCloseable {
    private final String host;
    private final int port;
    private final int connectTimeoutMillis;
    private final String protocol;
    private volatile boolean closed;
    private volatile Socket socket;
    private volatile CompletableFuture<InetAddress> lookUp;
    private InputStream in;
    private OutputStream out;

    /** @param protocol what the port is expected to speak, for people: "Modbus TCP" */
    public TcpLink(String host, int port, int connectTimeoutMillis, String protocol) {
        this.host = host;
        this.port = port;
        this.connectTimeoutMillis = connectTimeoutMillis;
        this.protocol = protocol;
    }

    /** Connects, or anew after a close; blocks at most the connect time-out. */
    public void open() throws DriverException {
        close();
        closed = false;
        long began = System.nanoTime();
        InetAddress address = resolve();
        int left = Math.max(1, connectTimeoutMillis - (int) ((System.nanoTime() - began) / 1_000_000));
        Socket fresh = new Socket();
        try {
            socket = fresh;
            if (closed) {
                throw new IOException("closed meanwhile");
            }
            // Nagle's algorithm would hold small requests back for 40 to 200 ms.
            fresh.setTcpNoDelay(true);
            fresh.setKeepAlive(true);
            fresh.connect(new InetSocketAddress(address, port), left);
            in = fresh.getInputStream();
            out = fresh.getOutputStream();
        } catch (SocketTimeoutException e) {
            close();
            throw new DriverException(Reason.TIMEOUT, TEXTS.of("tcp.timeout", host, connectTimeoutMillis), e);
        } catch (IOException e) {
            boolean byUs = closed;
            close();
            throw new DriverException(Reason.COMM_FAILURE, byUs ? closedByUs() : whyNot(e), e);
        }
    }

    /** The look-up cannot be interrupted and may take many seconds, so it has a thread of its own. */
    private InetAddress resolve() throws DriverException {
        CompletableFuture<InetAddress> asked = new CompletableFuture<>();
        lookUp = asked;
        Thread.ofVirtual().start(() -> {
            try {
                asked.complete(InetAddress.getByName(host));
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
        try {
            return asked.get(connectTimeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("tcp.noHost", host), e);
        } catch (TimeoutException e) {
            throw new DriverException(Reason.TIMEOUT, TEXTS.of("tcp.noNames", host), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(Reason.COMM_FAILURE, closedByUs(), e);
        } catch (java.util.concurrent.CancellationException e) {
            throw new DriverException(Reason.COMM_FAILURE, closedByUs(), e);
        }
    }

    private Sentence closedByUs() {
        return TEXTS.of("tcp.closed", name());
    }

    private Sentence whyNot(IOException e) {
        String said = String.valueOf(e.getMessage());
        if (e instanceof ConnectException && said.contains("refused")) {
            return TEXTS.of("tcp.refused", host, port, protocol);
        }
        return TEXTS.of("tcp.unreachable", host, said);
    }

    /** Idempotent; makes a blocked open, read or write end soon with an exception. Any thread. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<InetAddress> asked = lookUp;
        if (asked != null) {
            asked.cancel(false);
        }
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way, and nobody could do anything about it.
                org.slf4j.LoggerFactory.getLogger(TcpLink.class).debug("closing {}", name(), e);
            }
        }
    }

    public void write(byte[] bytes, int length) throws IOException {
        opened();
        out.write(bytes, 0, length);
    }

    /** Waits for at least one byte. @return how many came, 0 after the time-out, -1 at the end of the stream */
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        opened().setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, (timeoutNanos + 999_999) / 1_000_000)));
        try {
            return in.read(into, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Bytes that can be read without waiting. */
    public int available() throws IOException {
        opened();
        return in.available();
    }

    private Socket opened() throws IOException {
        Socket open = socket;
        if (open == null || closed) {
            throw new IOException("not open");
        }
        return open;
    }

    /** "192.168.1.10:502". */
    public String name() {
        return host + ":" + port;
    }
}
