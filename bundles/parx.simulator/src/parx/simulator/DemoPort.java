package parx.simulator;

import static parx.simulator.DemoTexts.TEXTS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import parx.service.StartException;

/** A port of the demo plant: that which its channels were given at the first start, a free one at that first start. */
final class DemoPort {
    private static final int TRIED = 100;

    private final int first;
    private final String file;

    /** @param first to try @param file that keeps it, by its name in the state folder */
    DemoPort(int first, String file) {
        this.first = first;
        this.file = file;
    }

    int first() {
        return first;
    }

    /** @param ours whether it is a demo plant that uses the port */
    int choose(Path stateFolder, IntPredicate ours) throws IOException, StartException {
        Path keeps = stateFolder.resolve(file);
        int kept = kept(keeps);
        if (kept > 0) {
            if (!isFree(kept) && !ours.test(kept)) {
                throw new StartException(TEXTS.of("start.portTaken", kept));
            }
            return kept;
        }
        for (int candidate = first; candidate < first + TRIED; candidate++) {
            if (isFree(candidate)) {
                Files.writeString(keeps, candidate + "\n");
                return candidate;
            }
        }
        throw new StartException(TEXTS.of("start.noPort", first, first + TRIED - 1));
    }

    private static int kept(Path file) throws IOException {
        try {
            String text = Files.readString(file).strip();
            return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            // That is the answer: somebody has it.
            return false;
        }
    }
}
