package parx.simulator;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a port whether the pickling line answers there, by the signature in its register map. Pure function, any thread. */
final class DemoProbe {
    private static final int LIMIT_MILLIS = 1_000;
    private static final int HEADER = 9;

    private DemoProbe() {
    }

    static boolean answers(int port) {
        int registers = RegisterMap.SIGNATURE.length() / 2;
        byte[] request = {0, 1, 0, 0, 0, 6, RegisterMap.UNIT, 3, 0, RegisterMap.SIGNATURE_ADDRESS, 0, (byte) registers};
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(request);
            byte[] answer = new byte[HEADER + 2 * registers];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            return new String(answer, HEADER, 2 * registers, StandardCharsets.US_ASCII).equals(RegisterMap.SIGNATURE);
        } catch (IOException e) {
            // Nobody there, or somebody who speaks otherwise: not the pickling line.
            return false;
        }
    }
}
