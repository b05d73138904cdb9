package parx.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/** The embedded PostgreSQL: its files, its configuration and its life. Used by its guard's thread only. */
final class PostgresServer implements Server {
    static final String DATABASE = "parx";
    static final String USER = "parx";
    static final String PASSWORD_FILE = "postgresql.password";
    static final String PORT_NAME = "postgresql";
    static final String NAME = "PostgreSQL";
    /** Of the binaries in the target platform; a data folder of another major version cannot be opened. */
    static final String MAJOR_VERSION = "18";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final long BYTES_FOR_A_NEW_DATABASE = 300L << 20;

    private final ServersFolder folder;
    private final Unpacked unpacked;
    private final Platform platform;
    private final Account account;
    private final Ports ports;
    private final Path data;
    private volatile int port;
    private volatile Password password;
    private Path programs;

    PostgresServer(ServersFolder folder, Unpacked unpacked, Platform platform, Account account, Ports ports) {
        this.folder = folder;
        this.unpacked = unpacked;
        this.platform = platform;
        this.account = account;
        this.ports = ports;
        data = folder.resolve("postgresql");
    }

    @Override
    public String name() {
        return NAME;
    }

    String jdbcUrl() {
        return jdbcUrl(port);
    }

    static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    Password password() {
        return password;
    }

    @Override
    public void prepare(Consumer<String> progress) throws StartException, IOException, InterruptedException {
        password = Password.in(folder.resolve(PASSWORD_FILE));
        programs = unpacked.archive(NAME, platform.postgres(), progress).resolve("bin");
        if (!Files.exists(data)) {
            progress.accept("Creating the database (once) …");
            create();
            return;
        }
        checkVersion();
        checkOwner();
        // Whoever it names is gone: leftovers were ended before, under the folder's lock.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        if (password.fresh()) {
            LOG.info("The password file of the embedded PostgreSQL was gone: setting a new password");
            alone(data, "ALTER ROLE " + USER + " PASSWORD '" + password.value() + "'");
        }
    }

    @Override
    public void choosePort() throws IOException {
        port = ports.free(PORT_NAME);
    }

    @Override
    public Process launch() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        configure();
        // INT is PostgreSQL's fast shutdown: clients are cut off, everything is written.
        return start(account.command("INT", List.of(program("postgres"), "-D", data.toString())));
    }

    /** The last line of the lock file tells, as it tells pg_ctl. */
    @Override
    public boolean isReady(Process process) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            return lines.size() >= 8 && lines.get(0).strip().equals(Long.toString(process.pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            // Not written yet, or being written this moment.
            return false;
        }
    }

    @Override
    public boolean mend(int code, List<String> lines) {
        return false;
    }

    @Override
    public void end(Process process) {
        try {
            start(account.command("KILL",
                    List.of(program("pg_ctl"), "stop", "-D", data.toString(), "-m", "fast", "-W")));
        } catch (IOException e) {
            LOG.warn("pg_ctl cannot be run, ending PostgreSQL the slow way: {}", e.toString());
            process.destroy();
        }
    }

    private void create() throws StartException, IOException, InterruptedException {
        if (Files.getFileStore(folder.resolve(".")).getUsableSpace() < BYTES_FOR_A_NEW_DATABASE) {
            throw new StartException("The disk that holds " + data + " has less than "
                    + (BYTES_FOR_A_NEW_DATABASE >> 20) + " MB free, too little for a new database: free some space"
                    + " there and start ParX again");
        }
        // Made beside its place and renamed when it is whole, so that an interrupted first start leaves no torso.
        Path fresh = folder.resolve("postgresql.new");
        ServersFolder.delete(fresh);
        ServersFolder.makePrivate(fresh, account);
        Path passwordFile = folder.resolve("initdb.password");
        Password.write(passwordFile, password.value());
        try {
            account.give(passwordFile);
            run("initdb", List.of(program("initdb"), "-D", fresh.toString(), "-U", USER, "-E", "UTF8", "--locale=C",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile, "--data-checksums"), "");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        alone(fresh, "CREATE DATABASE " + DATABASE);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws StartException, IOException {
        Path file = data.resolve("PG_VERSION");
        String found = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!found.equals(MAJOR_VERSION)) {
            throw new StartException(found.isEmpty()
                    ? data + " is no PostgreSQL database (PG_VERSION is missing): restore it from a backup, or move it"
                            + " away and ParX starts with an empty one"
                    : "The database in " + data + " was made by PostgreSQL " + found + ", this ParX brings PostgreSQL "
                            + MAJOR_VERSION + ": start the ParX that made it and export the data, or set PARX_HOME to"
                            + " another folder");
        }
    }

    private void checkOwner() throws StartException {
        String owner = Account.ownerOf(data).orElse(account.name());
        if (!owner.equals(account.name()) && Files.getFileAttributeView(data,
                java.nio.file.attribute.PosixFileAttributeView.class) != null) {
            throw new StartException("The database in " + data + " belongs to ‘" + owner + "’, but would run as ‘"
                    + account.name() + "’: start ParX as ‘" + owner + "’, or set PARX_HOME to another folder");
        }
    }

    /** Writes the whole configuration anew: it belongs to this version of ParX. local.conf is for people. */
    private void configure() throws IOException {
        Path file = data.resolve("postgresql.conf");
        Path fresh = data.resolve("postgresql.conf.new");
        Files.writeString(fresh, PostgresSettings.file(port, Runtime.getRuntime().availableProcessors()));
        account.give(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs one statement without any network, before the server is up. */
    private void alone(Path where, String statement) throws StartException, IOException, InterruptedException {
        run("postgres --single", List.of(program("postgres"), "--single", "-j", "-D", where.toString(), "postgres"),
                statement + ";\n\n");
    }

    private void run(String what, List<String> command, String input)
            throws StartException, IOException, InterruptedException {
        Process process = start(account.command("KILL", command));
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Path log = folder.resolve("postgresql-setup.log");
        Files.writeString(log, said);
        if (process.waitFor() != 0) {
            throw new StartException(Problems.ended(what, process.exitValue(), said.lines().toList(), log,
                    folder.resolve(".").normalize()));
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(data.getParent().toFile())
                .redirectErrorStream(true);
        // A PGDATA or a German LC_MESSAGES of the person who starts ParX must not reach the server.
        builder.environment().keySet().removeIf(key -> key.startsWith("PG") || key.startsWith("LC_")
                || key.equals("LANG") || key.equals("LANGUAGE"));
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private String program(String name) {
        return programs.resolve(platform.program(name)).toString();
    }
}
