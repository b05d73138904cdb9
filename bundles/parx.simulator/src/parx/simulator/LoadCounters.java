package parx.simulator;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes how many values of each load channel were sent: a properties file with {@code run}, the number of the
 * simulator's run, and {@code 17=4711} for channel 17; of a second device on, {@code 1.17=4711}. Not thread-safe.
 */
final class LoadCounters {
    private final Path file;
    private final List<LoadUnit> units;

    LoadCounters(Path file, List<LoadUnit> units) {
        this.file = file;
        this.units = units;
    }

    /** Replaces the file in one piece. */
    synchronized void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            out.write("run=" + units.getFirst().run() + "\n");
            for (int device = 0; device < units.size(); device++) {
                LoadUnit unit = units.get(device);
                for (int channel = 0; channel < unit.channels(); channel++) {
                    out.write((device == 0 ? "" : device + ".") + channel + "=" + unit.sent(channel) + "\n");
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
