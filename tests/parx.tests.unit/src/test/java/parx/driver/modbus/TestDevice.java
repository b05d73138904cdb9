package parx.driver.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A Modbus TCP device on loopback in which every register encodes its unit, table and address. Thread-safe. */
final class TestDevice implements AutoCloseable {
    /** How a request is answered. Called in order for each connection. */
    interface Behaviour {
        void answer(Asked asked) throws IOException;
    }

    final Set<Integer> silentUnits = ConcurrentHashMap.newKeySet();
    final Set<Integer> lostUnits = ConcurrentHashMap.newKeySet();
    final Set<Integer> illegalAddresses = ConcurrentHashMap.newKeySet();
    final Set<Integer> ignoredAddresses = ConcurrentHashMap.newKeySet();
    final Map<Integer, byte[]> fixed = new ConcurrentHashMap<>();
    final AtomicLong requests = new AtomicLong();
    /** Requests by unit. */
    final Map<Integer, AtomicLong> asked = new ConcurrentHashMap<>();
    final AtomicInteger connections = new AtomicInteger();
    volatile int largestCount = 2_000;
    volatile long latencyNanos;
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    TestDevice() throws IOException {
        this(asked -> asked.send(asked.properFrame()));
    }

    TestDevice(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    static int valueOf(int unit, int function, int address) {
        return address * 31 + unit * 7_919 + function * 1_237 & 0xFFFF;
    }

    static boolean bitOf(int unit, int function, int address) {
        return Integer.bitCount(address * 2_654_435 + unit * 31 + function) % 2 == 1;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int id = in.readUnsignedShort();
                in.readUnsignedShort();
                int length = in.readUnsignedShort();
                int unit = in.readUnsignedByte();
                byte[] pdu = new byte[length - 1];
                in.readFully(pdu);
                requests.incrementAndGet();
                asked.computeIfAbsent(unit, key -> new AtomicLong()).incrementAndGet();
                if (latencyNanos > 0) {
                    LockSupport.parkNanos(latencyNanos);
                }
                Asked asked = new Asked(id, unit, pdu, socket);
                if (!silentUnits.contains(unit) && !ignores(asked)) {
                    behaviour.answer(asked);
                }
            }
        } catch (IOException e) {
            sockets.remove(socket);
        }
    }

    private boolean ignores(Asked asked) {
        return ignoredAddresses.stream().anyMatch(a -> a >= asked.address() && a < asked.address() + asked.count());
    }

    /** Breaks every connection; new ones are taken. */
    void dropConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        dropConnections();
    }

    /** One request and the means to answer it rightly or wrongly. */
    final class Asked {
        final int id;
        final int unit;
        final byte[] pdu;
        private final Socket socket;

        private Asked(int id, int unit, byte[] pdu, Socket socket) {
            this.id = id;
            this.unit = unit;
            this.pdu = pdu;
            this.socket = socket;
        }

        int address() {
            return (pdu[1] & 0xFF) << 8 | pdu[2] & 0xFF;
        }

        int count() {
            return (pdu[3] & 0xFF) << 8 | pdu[4] & 0xFF;
        }

        byte[] properFrame() {
            return frame(id, unit, properPdu());
        }

        byte[] properPdu() {
            if (lostUnits.contains(unit)) {
                return refusal(ExceptionCode.GATEWAY_TARGET_SILENT);
            }
            if (illegalAddresses.stream().anyMatch(a -> a >= address() && a < address() + count())) {
                return refusal(ExceptionCode.ILLEGAL_DATA_ADDRESS);
            }
            if (count() > largestCount) {
                return refusal(ExceptionCode.ILLEGAL_DATA_VALUE);
            }
            return pdu[0] <= 2 ? bits() : pdu[0] <= 4 ? registers() : refusal(ExceptionCode.ILLEGAL_FUNCTION);
        }

        byte[] refusal(int code) {
            return new byte[] {(byte) (pdu[0] | 0x80), (byte) code};
        }

        private byte[] bits() {
            byte[] reply = new byte[2 + (count() + 7) / 8];
            reply[0] = pdu[0];
            reply[1] = (byte) (reply.length - 2);
            for (int i = 0; i < count(); i++) {
                if (bitOf(unit, pdu[0], address() + i)) {
                    reply[2 + i / 8] |= (byte) (1 << i % 8);
                }
            }
            return reply;
        }

        private byte[] registers() {
            byte[] reply = new byte[2 + 2 * count()];
            reply[0] = pdu[0];
            reply[1] = (byte) (2 * count());
            for (int i = 0; i < count(); i++) {
                byte[] set = fixed.get(address() + i);
                int value = valueOf(unit, pdu[0], address() + i);
                reply[2 + 2 * i] = set != null ? set[0] : (byte) (value >> 8);
                reply[3 + 2 * i] = set != null ? set[1] : (byte) value;
            }
            return reply;
        }

        byte[] frame(int withId, int withUnit, byte[] withPdu) {
            byte[] frame = new byte[7 + withPdu.length];
            frame[0] = (byte) (withId >> 8);
            frame[1] = (byte) withId;
            frame[4] = (byte) (withPdu.length + 1 >> 8);
            frame[5] = (byte) (withPdu.length + 1);
            frame[6] = (byte) withUnit;
            System.arraycopy(withPdu, 0, frame, 7, withPdu.length);
            return frame;
        }

        void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            synchronized (socket) {
                out.write(bytes);
            }
        }

        /** Without keeping the requests behind it waiting. */
        void sendAfter(long millis, byte[] bytes) {
            Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                try {
                    send(bytes);
                } catch (IOException e) {
                    sockets.remove(socket);
                }
            });
        }

        /** The same for all requests of one connection. */
        Object link() {
            return socket;
        }

        /** Whether another request came before this one was answered. */
        boolean moreWait() throws IOException {
            return socket.getInputStream().available() > 0;
        }

        void hangUp() throws IOException {
            socket.close();
        }
    }
}
