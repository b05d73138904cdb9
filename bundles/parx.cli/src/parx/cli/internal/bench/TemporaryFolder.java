package parx.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a benchmark works, and how it clears what it wrote. Any thread. */
final class TemporaryFolder {
    private TemporaryFolder() {
    }

    /** Others may pass through but not look: as root, the servers run under an account that owns only its own part. */
    static Path create(String benchmark) throws IOException {
        Path folder = Files.createTempDirectory("parx-bench-" + benchmark);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
        return folder;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
