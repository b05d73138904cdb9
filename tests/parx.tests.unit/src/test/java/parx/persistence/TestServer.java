package parx.persistence;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A real PostgreSQL of the test's own, from the binaries on the class path: loopback, free port, thrown away at the
 * end. Ends with this JVM even if that is killed. Not thread-safe.
 */
public final class TestServer implements AutoCloseable {
    private static final String BINARIES = "postgres-linux-x86_64.txz";
    private static final String UNPRIVILEGED = "nobody";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    /** Ends the server when the pipe from this JVM breaks, however this JVM ends. */
    private static final String WATCH = "\"$@\" & p=$!; cat > /dev/null; kill -INT $p 2> /dev/null; wait $p";

    private final Path data;
    private final int port;
    private final boolean durable;
    private Process process;

    private TestServer(Path data, int port, boolean durable) {
        this.data = data;
        this.port = port;
        this.durable = durable;
    }

    /** @param durable true: with fsync, as in production, for tests that kill it */
    public static TestServer start(boolean durable) {
        try {
            Path bin = binaries().resolve("bin");
            Path data = Files.createTempDirectory("parx-test-pg");
            Path cluster = data.resolve("data");
            if (ROOT) {
                Files.setOwner(data, data.getFileSystem().getUserPrincipalLookupService()
                        .lookupPrincipalByName(UNPRIVILEGED));
            }
            run(command(bin.resolve("initdb").toString(), "-D", cluster.toString(), "-U", "postgres", "-A", "trust",
                    "-E", "UTF8", "--no-locale", "--no-sync"));
            TestServer server = new TestServer(data, ServerPort.free(), durable);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-test-postgres"));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** Starts it again after {@link #kill} or {@link #stop}, on the same port. */
    public void start() {
        try {
            Path bin = binaries().resolve("bin");
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCH, "sh"));
            command.addAll(command(bin.resolve("postgres").toString(), "-D", data.resolve("data").toString(),
                    "-p", "" + port, "-h", "127.0.0.1", "-k", "", "-c", "fsync=" + (durable ? "on" : "off"),
                    "-c", "full_page_writes=" + (durable ? "on" : "off"), "-c", "max_connections=50",
                    "-c", "shared_buffers=64MB", "-c", "max_wal_size=2GB", "-c", "timezone=UTC"));
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile())).start();
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on everybody but the superuser postgres needs a password. */
    public void requirePasswords() {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), "postgres", "");
                var statement = connection.createStatement()) {
            Files.writeString(data.resolve("data/pg_hba.conf"), """
                    host all postgres 127.0.0.1/32 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
            statement.execute("SELECT pg_reload_conf()");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code kill -9}, as a crash does it. */
    public void kill() {
        try {
            long postmaster = Long.parseLong(Files.readAllLines(data.resolve("data/postmaster.pid")).get(0).trim());
            ProcessHandle.of(postmaster).ifPresent(handle -> {
                List<ProcessHandle> children = handle.children().toList();
                handle.destroyForcibly();
                // A new postmaster refuses to start before the old one's children are gone.
                children.forEach(ProcessHandle::destroyForcibly);
                handle.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            });
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly stop; open connections are ended. */
    public void stop() {
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            process = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try (var files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Already gone, or still written to by a dying child: only litter in the temporary folder.
            data.toFile().deleteOnExit();
        }
    }

    private void awaitAnswer() throws IOException {
        // After a crash PostgreSQL forces all its files to disk first, which a busy machine makes long.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (true) {
            try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), "postgres", "")) {
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("PostgreSQL does not start:\n" + Files.readString(data.resolve("log")), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(words));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("parx-test", ".log");
        try {
            Process process = new ProcessBuilder(command).directory(new java.io.File("/")).redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            if (process.waitFor() != 0) {
                throw new IOException(command + ":\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    /** Where the binaries are, unpacked once per machine and user; a second JVM at the same time waits. */
    private static Path binaries() throws IOException {
        Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name");
        Path folder = tmp.resolve("parx-test-postgres-binaries-" + user);
        Path lockFile = tmp.resolve("parx-test-postgres-binaries-" + user + ".lock");
        synchronized (TestServer.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!Files.exists(folder.resolve("bin/postgres"))) {
                    Path fresh = Files.createTempDirectory(tmp, "parx-test-unpack");
                    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                    unpack(fresh);
                    removeAll(folder);
                    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return folder;
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream raw = TestServer.class.getClassLoader().getResourceAsStream(BINARIES)) {
            if (raw == null) {
                throw new IOException(BINARIES + " is not on the class path");
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, target.resolve(entry.getName()).normalize());
                }
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        try (OutputStream out = Files.newOutputStream(path)) {
            tar.transferTo(out);
        }
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
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
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
