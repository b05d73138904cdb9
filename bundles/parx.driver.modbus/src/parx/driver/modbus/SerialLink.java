package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import parx.driver.DriverException;
import parx.model.Reason;

/** A serial port. Owned by the io thread; close from any. */
final class SerialLink implements ByteLink {
    /** The driver's read cannot be woken, so that it waits in slices and looks whether the port was closed. */
    private static final int SLICE_MILLIS = 100;
    private static final long SHORTEST_SILENCE_NANOS = 1_750_000;

    private final SerialLine line;
    private volatile SerialPort port;

    SerialLink(SerialLine line) {
        this.line = line;
    }

    @Override
    public void open() throws DriverException {
        close();
        SerialPort fresh;
        try {
            fresh = SerialPort.getCommPort(line.port());
        } catch (SerialPortInvalidPortException e) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("serial.none", line.port()), e);
        }
        fresh.setComPortParameters(line.baudRate(), line.dataBits(), line.stopBits() == 2 ? SerialPort.TWO_STOP_BITS
                : SerialPort.ONE_STOP_BIT, line.parity().code());
        fresh.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
        if (!fresh.openPort(0)) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("serial.refused", line.port(),
                    fresh.getLastErrorCode()));
        }
        fresh.flushIOBuffers();
        port = fresh;
    }

    @Override
    public void close() {
        SerialPort open = port;
        port = null;
        if (open != null) {
            open.closePort();
        }
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        if (opened().writeBytes(bytes, length) != length) {
            throw new IOException("the port takes no data");
        }
    }

    @Override
    public int read(byte[] into, int offset, int length, long timeoutNanos) throws IOException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (true) {
            int got = opened().readBytes(into, length, offset);
            if (got > 0) {
                return got;
            }
            if (got < 0) {
                return -1;
            }
            if (System.nanoTime() - deadline >= 0) {
                return 0;
            }
        }
    }

    @Override
    public int available() throws IOException {
        int bytes = opened().bytesAvailable();
        if (bytes < 0) {
            throw new IOException("the port is gone");
        }
        return bytes;
    }

    private SerialPort opened() throws IOException {
        SerialPort open = port;
        if (open == null) {
            throw new IOException("the port is closed");
        }
        return open;
    }

    /** 3.5 characters, and 1.75 ms above 19,200 baud (serial line specification, 2.5.1.1). */
    @Override
    public long silenceNanos() {
        return Math.max(SHORTEST_SILENCE_NANOS, TimeUnit.SECONDS.toNanos(1) * 385 / 10 / line.baudRate());
    }

    @Override
    public boolean isPort() {
        return false;
    }

    @Override
    public String name() {
        return line.port();
    }
}
