package parx.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server prints: kept in a file of bounded size (and the one before it), the newest lines in memory for saying
 * why it ended. Thread-safe; a daemon thread per process reads.
 */
final class BoundedLog {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);
    private static final int LINES_IN_MEMORY = 200;

    private final Path file;
    private final long maxBytes;
    private final Deque<String> newest = new ArrayDeque<>();
    private boolean failed;

    BoundedLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    Path file() {
        return file;
    }

    /** Reads until the process closes its output. @return the thread that does it */
    Thread follow(InputStream output, String threadName) {
        Thread thread = new Thread(() -> copy(output), threadName);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    synchronized List<String> newest() {
        return new ArrayList<>(newest);
    }

    /** Forgets the lines in memory: a new process begins. */
    synchronized void begin() {
        newest.clear();
    }

    private void copy(InputStream output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(line);
            }
        } catch (IOException e) {
            // The pipe closed under the reader: how the end of a killed process looks on some systems.
            LOG.debug("{} ends", file, e);
        }
    }

    private synchronized void append(String line) {
        newest.addLast(line);
        if (newest.size() > LINES_IN_MEMORY) {
            newest.removeFirst();
        }
        try {
            if (Files.exists(file) && Files.size(file) > maxBytes) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                writer.write(line);
                writer.write('\n');
            }
            failed = false;
        } catch (IOException e) {
            // A full disk must not stop the reading: the server would block on its output. Say it once.
            if (!failed) {
                failed = true;
                LOG.warn("Cannot write {}: {}", file, e.toString());
            }
        }
    }
}
