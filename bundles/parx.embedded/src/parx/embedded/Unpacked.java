package parx.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the servers' programs, once per version. A copy is used only when it is whole: it is made beside its place,
 * noted with its size, and then renamed; a crash or a power cut in between leaves nothing that passes for it.
 * Not thread-safe for one folder: its user holds the lock of the servers' folder.
 */
final class Unpacked {
    private static final String WHOLE = "whole";
    private static final String BEING_UNPACKED = ".unpacking";
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final BinarySource source;
    private final Path folder;

    Unpacked(BinarySource source, Path folder) {
        this.source = source;
        this.folder = folder;
    }

    /** The folder with the content of a .txz archive. */
    Path archive(String name, Binary binary, Consumer<String> progress) throws IOException {
        return whole(name, binary, progress, this::extract);
    }

    /** The folder with one executable of this name. */
    Path executable(String name, String program, Binary binary, Consumer<String> progress) throws IOException {
        return whole(name, binary, progress, (in, into) -> {
            Path file = into.resolve(program);
            Files.copy(in, file);
            permit(file, EXECUTABLE);
        });
    }

    private Path whole(String name, Binary binary, Consumer<String> progress, Content content) throws IOException {
        String prefix = name.toLowerCase(java.util.Locale.ROOT) + "-";
        Path place = folder.resolve(prefix + source.version(binary));
        if (isWhole(place)) {
            return place;
        }
        progress.accept("Unpacking " + name + " (once, takes some seconds) …");
        Files.createDirectories(folder);
        permit(folder, EXECUTABLE);
        deleteAll(prefix);
        Path temporary = folder.resolve(prefix + BEING_UNPACKED);
        Files.createDirectory(temporary);
        permit(temporary, EXECUTABLE);
        try (InputStream in = new BufferedInputStream(source.open(binary), 1 << 16)) {
            content.unpack(in, temporary);
        }
        Files.writeString(temporary.resolve(WHOLE), measure(temporary));
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        return place;
    }

    private boolean isWhole(Path place) throws IOException {
        try {
            return Files.readString(place.resolve(WHOLE)).equals(measure(place));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void extract(InputStream in, Path into) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = into.resolve(entry.getName()).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("the archive has a file outside itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                createDirectories(into, target);
                continue;
            }
            createDirectories(into, target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(target, into.resolve(entry.getLinkName()).normalize());
            } else {
                Files.copy(tar, target);
                permit(target, (entry.getMode() & 0100) != 0 ? EXECUTABLE : READABLE);
            }
        }
    }

    /** Readable by all whatever the umask is: the servers may run under another account. */
    private static void createDirectories(Path top, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path each = directory; !each.equals(top); each = each.getParent()) {
            permit(each, EXECUTABLE);
        }
    }

    private static void permit(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    /** Earlier versions, and what an interrupted start left. */
    private void deleteAll(String prefix) throws IOException {
        List<Path> old = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
            files.forEach(old::add);
        }
        for (Path each : old) {
            ServersFolder.delete(each);
        }
    }

    /** Number and bytes of the files: what a torn copy does not have. */
    private static String measure(Path place) throws IOException {
        long[] found = new long[2];
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.getFileName().toString().equals(WHOLE)) {
                    found[0]++;
                    found[1] += attributes.isSymbolicLink() ? 0 : attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found[0] + " files, " + found[1] + " bytes";
    }

    /** Writes what a stream holds into an empty folder. */
    private interface Content {
        void unpack(InputStream in, Path into) throws IOException;
    }
}
