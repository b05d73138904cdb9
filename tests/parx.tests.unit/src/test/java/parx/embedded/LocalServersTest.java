package parx.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import parx.service.Endpoints;
import parx.service.StartException;
import redis.clients.jedis.Jedis;

/** The real servers, as whoever runs the tests: as root they drop to another account. One data folder for all. */
@TestInstance(Lifecycle.PER_CLASS)
class LocalServersTest {
    private final LocalServers servers = LocalServers.fromClassPath();
    private Path folder;

    @BeforeAll
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory("parx-embedded");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void stop() {
        servers.stop();
    }

    @AfterAll
    void deleteFolder() throws Exception {
        ServersFolder.delete(folder);
    }

    @Test
    void whileTheyRunAnotherProcessFindsThemByWhatIsOnDisk() throws Exception {
        assertEquals(java.util.Optional.empty(), servers.running(folder));
        Endpoints started = servers.start(folder, sentence -> { });
        Endpoints found = LocalServers.fromClassPath().running(folder).orElseThrow();
        assertEquals(started.jdbcUrl(), found.jdbcUrl());
        assertEquals(started.password(), found.password());
        servers.stop();
        assertEquals(java.util.Optional.empty(), servers.running(folder));
    }

    @Test
    void bothServersAnswerToTheirPasswordAndToNoOther() throws Exception {
        Endpoints at = start();
        assertEquals("18", query(at, "SELECT current_setting('server_version_num')::int / 10000"));
        assertEquals("on", query(at, "SELECT current_setting('fsync')"));
        assertEquals("on", query(at, "SELECT current_setting('data_checksums')"));
        assertEquals("UTF8", query(at, "SELECT current_setting('server_encoding')"));
        assertEquals("127.0.0.1", query(at, "SELECT current_setting('listen_addresses')"));
        assertEquals("ParX embedded", query(at, "SELECT current_setting('cluster_name')"), "as the status line shows it");
        assertEquals("t", query(at, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'parx'"));
        assertThrows(SQLException.class, () -> DriverManager.getConnection(at.jdbcUrl(), at.user(), "guessed"));
        try (Jedis jedis = new Jedis(URI.create(at.redisUri()))) {
            assertEquals("PONG", jedis.ping());
            assertEquals("yes", jedis.configGet("appendonly").get("appendonly"));
            assertEquals("127.0.0.1", jedis.configGet("bind").get("bind"));
        }
        int redisPort = URI.create(at.redisUri()).getPort();
        try (Jedis stranger = new Jedis("127.0.0.1", redisPort)) {
            assertThrows(RuntimeException.class, stranger::ping);
        }
    }

    @Test
    void noPasswordIsInACommandLineOrInAFileForOthers() throws Exception {
        Endpoints at = start();
        String redisPassword = URI.create(at.redisUri()).getUserInfo().substring(1);
        for (Process process : servers.processes()) {
            String commandLine = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            assertFalse(commandLine.contains(at.password()) || commandLine.contains(redisPassword), commandLine);
        }
        Path here = serversFolder();
        for (String file : List.of("postgresql.password", "redis.password", "redis.conf")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(here.resolve(file))));
        }
        assertFalse(Files.exists(here.resolve("initdb.password")));
    }

    @Test
    void rootIsDroppedByBothServers() throws Exception {
        assumeTrue(Account.isRoot());
        start();
        for (Process process : servers.processes()) {
            assertNotEquals("root", Files.getOwner(Path.of("/proc/" + process.pid() + "/task")).getName());
        }
    }

    @Test
    void dataAndPortsOutliveARestart() throws Exception {
        Endpoints before = start();
        execute(before, "CREATE TABLE IF NOT EXISTS kept (n int)", "DELETE FROM kept", "INSERT INTO kept VALUES (42)");
        set(before, "kept", "yes");
        servers.stop();
        long began = System.nanoTime();
        Endpoints after = start();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("warm start of both servers: " + took.toMillis() + " ms");
        assertEquals(before, after);
        assertEquals("42", query(after, "SELECT n FROM kept"));
        assertEquals("yes", get(after, "kept"));
    }

    @Test
    void killedServersAreBackOnTheSamePortsWithEverythingCommitted() throws Exception {
        Endpoints at = start();
        execute(at, "CREATE TABLE IF NOT EXISTS survivor (n int)", "DELETE FROM survivor",
                "INSERT INTO survivor SELECT generate_series(1, 1000)");
        set(at, "survivor", "yes");
        // Redis writes its file every second; this asks it to have done so.
        try (Jedis jedis = new Jedis(URI.create(at.redisUri()))) {
            jedis.waitAOF(1, 0, 2_000);
        } catch (RuntimeException e) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
        }
        for (int round = 0; round < 2; round++) {
            long began = System.nanoTime();
            servers.processes().forEach(Process::destroyForcibly);
            within(Duration.ofSeconds(120), () -> answers(at));
            System.out.println("both killed and back: " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertEquals("1000", query(at, "SELECT count(*) FROM survivor"));
            assertEquals("yes", get(at, "survivor"));
        }
    }

    @Test
    void theServersOfAKilledParxEndAndTheNextStartWorks() throws Exception {
        Endpoints before = start();
        servers.stop();
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), KilledParx.class.getName(), folder.toString());
        Process parx = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals("started", parx.inputReader().readLine());
        StartException refused = assertThrows(StartException.class, this::start);
        assertTrue(refused.getMessage().startsWith("Another ParX is running these databases"), refused.getMessage());
        assertTrue(answers(before));
        parx.destroyForcibly().waitFor();
        Endpoints after = start();
        assertEquals(before, after);
        assertTrue(answers(after));
    }

    @Test
    void leftoversOfAnEarlierParxAreEndedAndNothingElse() throws Exception {
        start();
        servers.stop();
        Path redis = serversFolder().resolve("programs");
        Path program;
        try (var found = Files.find(redis, 3, (path, a) -> path.endsWith("redis-server"))) {
            program = found.findFirst().orElseThrow();
        }
        Process leftover = new ProcessBuilder(program.toString(), "--port", "0", "--save", "").directory(
                folder.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        // A stale lock file that names a living process which is no database: this very one.
        Path lock = serversFolder().resolve("postgresql").resolve("postmaster.pid");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n" + lock.getParent() + "\n1\n5432\n\n127.0.0.1\n\nready\n");
        Endpoints at = start();
        assertTrue(leftover.waitFor(60, TimeUnit.SECONDS));
        assertTrue(answers(at));
    }

    @Test
    void aPortThatAnotherProgramTookIsReplaced() throws Exception {
        Endpoints before = start();
        servers.stop();
        int port = URI.create(before.jdbcUrl().substring("jdbc:".length())).getPort();
        try (ServerSocket foreign = new ServerSocket()) {
            foreign.bind(new InetSocketAddress(Ports.loopback(), port));
            Endpoints after = start();
            assertNotEquals(before.jdbcUrl(), after.jdbcUrl());
            assertTrue(answers(after));
        }
    }

    @Test
    void aDatabaseOfAnotherMajorVersionIsRefusedWithASentence() throws Exception {
        start();
        servers.stop();
        Path version = serversFolder().resolve("postgresql").resolve("PG_VERSION");
        Files.writeString(version, "17\n", StandardOpenOption.TRUNCATE_EXISTING);
        try {
            StartException refused = assertThrows(StartException.class, this::start);
            assertTrue(refused.getMessage().contains("was made by PostgreSQL 17, this ParX brings PostgreSQL 18"),
                    refused.getMessage());
        } finally {
            Files.writeString(version, PostgresServer.MAJOR_VERSION + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        }
        assertTrue(answers(start()), "a refused start leaves everything as it was");
    }

    @Test
    void aLostPasswordFileIsReplaced() throws Exception {
        Endpoints before = start();
        servers.stop();
        Files.delete(serversFolder().resolve("postgresql.password"));
        Endpoints after = start();
        assertNotEquals(before.password(), after.password());
        assertTrue(answers(after));
    }

    @Test
    void aSpoiledRedisFileIsSetAside() throws Exception {
        Endpoints before = start();
        set(before, "k", "v");
        servers.stop();
        Path file = serversFolder().resolve("redis").resolve("appendonly.aof");
        Files.writeString(file, "*1\r\n$-5\r\nspoiled in the middle\r\n*1\r\n$4\r\nPING\r\n");
        Endpoints after = start();
        assertTrue(answers(after));
        assertTrue(Files.exists(serversFolder().resolve("redis-spoiled").resolve("appendonly.aof")));
    }

    @Test
    void belowRootsOwnHomeTheServersLiveOutsideAndTheDataFolderSaysWhere() throws Exception {
        assumeTrue(Account.isRoot());
        Path closed = Files.createTempDirectory("parx-closed");
        Path outside = null;
        LocalServers other = LocalServers.fromClassPath();
        try {
            Endpoints at = other.start(closed.resolve("data"), text -> { });
            assertTrue(answers(at));
            outside = Path.of(Files.readString(closed.resolve("data").resolve("servers.location")).strip());
            assertTrue(outside.startsWith("/var/lib/parx"), outside.toString());
            other.stop();
            assertEquals(at, other.start(closed.resolve("data"), text -> { }), "found again");
        } finally {
            other.stop();
            ServersFolder.delete(closed);
            if (outside != null) {
                ServersFolder.delete(outside);
            }
        }
    }

    @Test
    void aFullDiskIsASentenceThatNamesTheFolder() throws Exception {
        assumeTrue(Account.isRoot(), "skipped: only root may mount a small disk");
        Path small = Files.createTempDirectory("parx-small");
        Files.setPosixFilePermissions(small, PosixFilePermissions.fromString("rwx--x--x"));
        for (String size : List.of("1m", "120m")) {
            assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=711", "tmpfs", small.toString()) == 0,
                    "skipped: this system lets nobody mount a small disk");
            LocalServers other = LocalServers.fromClassPath();
            try {
                StartException full = assertThrows(StartException.class, () -> other.start(small, text -> { }));
                assertTrue(full.getMessage().startsWith("The disk that holds " + small), size + ": " + full.getMessage());
                assertTrue(full.getMessage().contains("free some space there"), size + ": " + full.getMessage());
            } finally {
                other.stop();
                run("umount", small.toString());
            }
        }
        Files.delete(small);
    }

    @Test
    void aDatabaseOfSomebodyElseIsASentence() throws Exception {
        assumeTrue(Account.isRoot(), "skipped: only root may give a folder away");
        start();
        servers.stop();
        Path data = serversFolder().resolve("redis");
        var owner = Files.getOwner(data);
        Files.setOwner(data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));
        try {
            StartException foreign = assertThrows(StartException.class, this::start);
            assertTrue(foreign.getMessage().contains("belongs to ‘daemon’, but Redis runs as ‘" + owner.getName() + "’"),
                    foreign.getMessage());
        } finally {
            Files.setOwner(data, owner);
        }
        assertTrue(answers(start()), "a refused start leaves everything as it was");
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = Files.createTempFile("parx-no", "folder");
        StartException refused = assertThrows(StartException.class,
                () -> LocalServers.fromClassPath().start(file.resolve("data"), text -> { }));
        assertTrue(refused.getMessage().contains(file + "/data") && refused.getMessage().contains("set PARX_HOME"),
                refused.getMessage());
        Files.delete(file);
    }

    @Test
    void aMissingLibraryIsNamed() {
        String sentence = Problems.ended("Redis", 127, List.of("redis-server: error while loading shared libraries: "
                + "libssl.so.3: cannot open shared object file: No such file or directory"), folder, folder);
        assertEquals("Redis needs the system library libssl.so.3, which is not installed: install it (Debian: apt-get install"
                + " libssl3) and start ParX again", sentence);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor();
    }

    private Endpoints start() throws StartException {
        List<String> said = new ArrayList<>();
        return servers.start(folder, said::add);
    }

    private Path serversFolder() {
        return folder.resolve("servers");
    }

    private static boolean answers(Endpoints at) {
        try {
            return query(at, "SELECT 1").equals("1") && get(at, "nothing") == null;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private static String query(Endpoints at, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(Endpoints at, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password())) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }

    private static void set(Endpoints at, String key, String value) {
        try (Jedis jedis = new Jedis(URI.create(at.redisUri()))) {
            jedis.set(key, value);
        }
    }

    private static String get(Endpoints at, String key) {
        try (Jedis jedis = new Jedis(URI.create(at.redisUri()))) {
            return jedis.get(key);
        }
    }

    private static void within(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within " + limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
