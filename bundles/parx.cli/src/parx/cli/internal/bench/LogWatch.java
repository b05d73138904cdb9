package parx.cli.internal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the stack traces that the log got during a run. One thread. */
final class LogWatch {
    private final Path folder;
    private final long before;

    private LogWatch(Path folder, long before) {
        this.folder = folder;
        this.before = before;
    }

    static LogWatch fromNow() throws IOException {
        Path folder = Path.of(System.getProperty("parx.logs"));
        return new LogWatch(folder, count(folder));
    }

    long exceptions() throws IOException {
        return count(folder) - before;
    }

    /** A stack trace begins with the exception's own line, followed by one that begins with "at". */
    private static long count(Path folder) throws IOException {
        long count = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("parx")).toList()) {
                boolean inside = false;
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    boolean frame = line.startsWith("\tat ");
                    count += frame && !inside ? 1 : 0;
                    inside = frame || line.startsWith("\t...") || line.startsWith("Caused by: ");
                }
            }
        }
        return count;
    }
}
