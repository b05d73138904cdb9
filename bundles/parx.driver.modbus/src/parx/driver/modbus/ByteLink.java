package parx.driver.modbus;

import java.io.IOException;
import parx.driver.DriverException;

/** Bytes to a device and back. Owned by the io thread; only {@link #close} may come from another. */
sealed interface ByteLink permits SocketLink, SerialLink {
    /** Opens it, or anew after a close. */
    void open() throws DriverException;

    /** Idempotent; makes a blocked open, read or write end soon with an exception. */
    void close();

    void write(byte[] bytes, int length) throws IOException;

    /** Waits for at least one byte. @return how many came, 0 after the time-out, -1 at the end of the stream */
    int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException;

    /** Bytes that can be read without waiting. */
    int available() throws IOException;

    /** The silence that separates frames on this link, 0 where there is none. */
    long silenceNanos();

    /** Whether it is a port in the network, behind which anything may listen. */
    boolean isPort();

    /** "192.168.1.10:502", "/dev/ttyUSB0". */
    String name();
}
