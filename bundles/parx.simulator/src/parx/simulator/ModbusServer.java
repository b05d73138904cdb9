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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A Modbus TCP server on loopback for any number of clients: functions 1–6, 15 and 16. Each client has a thread of its
 * own and is answered in the order of its requests, one at a time, as small devices do. Thread-safe.
 */
public final class ModbusServer implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final ServerSocket listener = new ServerSocket();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final RegisterSource source;
    private final Duration responseDelay;

    /**
     * Listens at once.
     *
     * @param port          on 127.0.0.1; 0 for any that is free
     * @param responseDelay how long the device thinks about each request
     * @throws IOException if the port is taken
     */
    public ModbusServer(int port, RegisterSource source, Duration responseDelay) throws IOException {
        this.source = source;
        this.responseDelay = responseDelay;
        listener.setReuseAddress(true);
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("modbus-" + port()).start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Closes the port and every client's connection. */
    @Override
    public void close() {
        closeQuietly(listener);
        clients.forEach(ModbusServer::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread.ofVirtual().name("modbus-client-" + client.getPort()).start(() -> serve(client));
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
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 4096));
            while (true) {
                answer(in, client);
            }
        } catch (EOFException | SocketException e) {
            // The client went away, or this server closes: either way the conversation is over.
        } catch (IOException e) {
            System.err.println("Client at port " + client.getPort() + " is cut off: " + e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private void answer(DataInputStream in, Socket client) throws IOException {
        int transaction = in.readUnsignedShort();
        int protocol = in.readUnsignedShort();
        int length = in.readUnsignedShort();
        if (protocol != 0 || length < 2 || length > 254) {
            throw new IOException("this is no Modbus TCP: protocol " + protocol + ", length " + length);
        }
        int unit = in.readUnsignedByte();
        byte[] request = in.readNBytes(length - 1);
        if (request.length < length - 1) {
            throw new EOFException();
        }
        if (responseDelay.isPositive()) {
            LockSupport.parkNanos(responseDelay.toNanos());
        }
        ModbusRequest asked = new ModbusRequest(unit, request);
        client.getOutputStream().write(frame(transaction, unit, asked.answer(source)));
        asked.answered(source);
    }

    private static byte[] frame(int transaction, int unit, byte[] answer) {
        byte[] frame = new byte[7 + answer.length];
        frame[0] = (byte) (transaction >> 8);
        frame[1] = (byte) transaction;
        frame[4] = (byte) (answer.length + 1 >> 8);
        frame[5] = (byte) (answer.length + 1);
        frame[6] = (byte) unit;
        System.arraycopy(answer, 0, frame, 7, answer.length);
        return frame;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.err.println("A socket cannot be closed: " + e);
        }
    }
}
