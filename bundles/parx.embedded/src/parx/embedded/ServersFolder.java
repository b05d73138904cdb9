package parx.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import parx.service.StartException;

/**
 * The folder in which the servers live: programs, data, logs, ports and passwords. Locked while this ParX uses it.
 *
 * <p>It is {@code servers} in ParX's data folder. Where root starts ParX, the servers' account must reach it, which it
 * cannot below root's own home: then it is a folder of {@code /var/lib/parx}, and the file {@code servers.location}
 * in the data folder says which.
 *
 * <p>Not thread-safe, but for its path.
 */
final class ServersFolder implements AutoCloseable {
    private static final Path OUTSIDE_HOMES = Path.of("/var/lib/parx");
    private static final String LOCATION = "servers.location";
    private static final String INSIDE = "servers";
    private static final String LOCK = "lock";

    private final Path root;
    private final FileChannel lockFile;

    private ServersFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** Finds the folder of this data folder, or makes it, and locks it. */
    static ServersFolder open(Path dataFolder) throws StartException {
        Path root = dataFolder;
        try {
            Files.createDirectories(dataFolder);
            root = locate(dataFolder.toRealPath());
            return lock(root);
        } catch (IOException e) {
            throw new StartException("The databases' folder " + root + " cannot be used (" + Problems.reason(e)
                    + "): let ParX write there, or set PARX_HOME to another folder", e);
        }
    }

    /** The folder of this data folder, where another process uses it now. Makes and changes nothing. */
    static Optional<Path> inUse(Path dataFolder) throws IOException {
        Path location = dataFolder.resolve(LOCATION);
        Path root = Files.exists(location) ? Path.of(Files.readString(location).strip()) : dataFolder.resolve(INSIDE);
        Path lock = root.resolve(LOCK);
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE); FileLock mine = channel.tryLock()) {
            return mine == null ? Optional.of(root) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return Optional.of(root);
        }
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** Makes a folder that only the servers' account may enter. */
    static void makePrivate(Path folder, Account account) throws IOException {
        Files.createDirectories(folder);
        permit(folder, "rwx------");
        account.give(folder);
    }

    static void permit(Path path, String permissions) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Deletes a folder with all that is in it; nothing where there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path locate(Path dataFolder) throws IOException {
        Path location = dataFolder.resolve(LOCATION);
        try {
            return existing(Path.of(Files.readString(location).strip()));
        } catch (NoSuchFileException e) {
            // The usual case: the servers live in the data folder itself.
        }
        Path inside = dataFolder.resolve(INSIDE);
        if (!Account.isRoot() || Files.isDirectory(inside) || everyoneReaches(dataFolder)) {
            return existing(inside);
        }
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        Path outside = existing(OUTSIDE_HOMES.resolve(HexFormat.of().formatHex(random)));
        permit(OUTSIDE_HOMES, "rwxr-xr-x");
        Files.writeString(outside.resolve("belongs-to"), dataFolder + "\n");
        Files.writeString(location, outside + "\n");
        return outside;
    }

    private static Path existing(Path folder) throws IOException {
        Files.createDirectories(folder);
        permit(folder, "rwx--x--x");
        return folder.toRealPath();
    }

    private static boolean everyoneReaches(Path folder) throws IOException {
        for (Path each = folder; each != null; each = each.getParent()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
            if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static ServersFolder lock(Path root) throws IOException, StartException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as much in use as by another one.
        }
        if (lock == null) {
            channel.close();
            throw new StartException("Another ParX is running these databases (" + root
                    + "): use that one, or end it and start again");
        }
        return new ServersFolder(root, channel);
    }
}
