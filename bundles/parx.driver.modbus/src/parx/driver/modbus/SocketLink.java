package parx.driver.modbus;

import java.io.IOException;
import parx.driver.DriverException;
import parx.driver.TcpLink;

/** Modbus over a TCP connection. Owned by the io thread; close from any. */
final class SocketLink implements ByteLink {
    private final TcpLink link;

    SocketLink(String host, int port, int connectTimeoutMillis) {
        link = new TcpLink(host, port, connectTimeoutMillis, "Modbus TCP");
    }

    @Override
    public void open() throws DriverException {
        link.open();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        link.write(bytes, length);
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        return link.read(into, offset, length, timeoutNanos);
    }

    @Override
    public int available() throws IOException {
        return link.available();
    }

    @Override
    public long silenceNanos() {
        return 0;
    }

    /** Whether it was the other side that ended the connection, as the operating system's words say. */
    static boolean endedByPeer(IOException e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("reset") || said.contains("Broken pipe") || said.contains("aborted");
    }

    @Override
    public boolean isPort() {
        return true;
    }

    @Override
    public String name() {
        return link.name();
    }
}
