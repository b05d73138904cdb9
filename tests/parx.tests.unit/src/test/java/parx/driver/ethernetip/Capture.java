package parx.driver.ethernetip;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Passes frames on between a client and a controller, and keeps them as a network capture. */
final class Capture implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int LINK_TYPE_RAW_IP = 101;
    private static final int ETHERNET_IP = 44_818;
    private static final int CLIENT = 50_000;
    private static final int IP_AND_TCP = 40;

    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final int behind;
    private final OutputStream file;
    private final int[] sent = {1, 1};
    private int packets;

    Capture(int behind, Path file) throws IOException {
        this.behind = behind;
        this.file = Files.newOutputStream(file);
        this.file.write(ByteBuffer.allocate(24).putInt(0xA1B2_C3D4).putShort((short) 2).putShort((short) 4).putLong(0)
                .putInt(0xFFFF).putInt(LINK_TYPE_RAW_IP).array());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (this) {
            file.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket controller = new Socket();
                controller.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
                Thread.ofVirtual().start(() -> pass(client, controller, 0));
                Thread.ofVirtual().start(() -> pass(controller, client, 1));
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, int direction) {
        try (from; to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            while (true) {
                byte[] header = new byte[HEADER];
                in.readFully(header);
                int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getShort(2) & 0xFFFF;
                byte[] frame = java.util.Arrays.copyOf(header, HEADER + length);
                in.readFully(frame, HEADER, length);
                record(frame, direction);
                to.getOutputStream().write(frame);
            }
        } catch (IOException e) {
            // One of them is gone, which ends both.
            return;
        }
    }

    /** As one packet of TCP between two made-up addresses. */
    private synchronized void record(byte[] frame, int direction) throws IOException {
        int size = IP_AND_TCP + frame.length;
        ByteBuffer out = ByteBuffer.allocate(16 + size);
        out.putInt(packets / 1_000).putInt(packets++ % 1_000 * 1_000).putInt(size).putInt(size);
        int client = 0x0A00_0001;
        int controller = 0x0A00_0002;
        out.put((byte) 0x45).put((byte) 0).putShort((short) size).putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0)
                .putInt(direction == 0 ? client : controller).putInt(direction == 0 ? controller : client);
        out.putShort((short) (direction == 0 ? CLIENT : ETHERNET_IP)).putShort((short) (direction == 0 ? ETHERNET_IP : CLIENT))
                .putInt(sent[direction]).putInt(sent[1 - direction]).put((byte) 0x50).put((byte) 0x18).putShort((short) 0x7FFF)
                .putInt(0);
        sent[direction] += frame.length;
        file.write(out.put(frame).array());
    }
}
