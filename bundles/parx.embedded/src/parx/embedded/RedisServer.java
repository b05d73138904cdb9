package parx.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/** The embedded Redis: its files, its configuration and its life. Used by its guard's thread only. */
final class RedisServer implements Server {
    static final String NAME = "Redis";
    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

    /** What Redis says of an append-only file that it cannot load. */
    private static final List<String> SPOILED = List.of("Bad file format reading the append only file",
            "Unrecoverable error reading the append only file", "REDIS BUG REPORT");

    /** Ended by SIGABRT or SIGSEGV: while it reads its file, only the file can be the cause. */
    private static final Set<Integer> CRASHES = Set.of(128 + 6, 128 + 11);

    private final ServersFolder folder;
    private final Unpacked unpacked;
    private final Platform platform;
    private final Account account;
    private final Ports ports;
    private final Path data;
    private final Path configuration;
    private volatile int port;
    private volatile Password password;
    private Path program;

    RedisServer(ServersFolder folder, Unpacked unpacked, Platform platform, Account account, Ports ports) {
        this.folder = folder;
        this.unpacked = unpacked;
        this.platform = platform;
        this.account = account;
        this.ports = ports;
        data = folder.resolve("redis");
        configuration = folder.resolve("redis.conf");
    }

    @Override
    public String name() {
        return NAME;
    }

    String uri() {
        return "redis://:" + password.value() + "@127.0.0.1:" + port;
    }

    @Override
    public void prepare(Consumer<String> progress) throws StartException, IOException {
        password = Password.in(folder.resolve("redis.password"));
        program = unpacked.executable(NAME, platform.program("redis-server"), platform.redis(), progress)
                .resolve(platform.program("redis-server"));
        if (!Files.exists(data)) {
            ServersFolder.makePrivate(data, account);
        }
        String owner = Account.ownerOf(data).orElse(account.name());
        if (account.dropped() && !owner.equals(account.name())) {
            throw new StartException("The folder " + data + " belongs to ‘" + owner + "’, but Redis runs as ‘"
                    + account.name() + "’: give it to ‘" + account.name() + "’, or set PARX_HOME to another folder");
        }
    }

    @Override
    public void choosePort() throws IOException {
        port = ports.free("redis");
    }

    @Override
    public Process launch() throws IOException {
        Password.write(configuration, settings());
        // The configuration comes by standard input, opened here: the password is in no command line, and in no file
        // that the server's account could read.
        ProcessBuilder builder = new ProcessBuilder(account.command("TERM", List.of(program.toString(), "-")))
                .directory(folder.resolve(".").toFile()).redirectErrorStream(true)
                .redirectInput(configuration.toFile());
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    @Override
    public boolean isReady(Process process) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port), 500);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(("AUTH " + password.value() + "\r\nPING\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return line(socket.getInputStream()).equals("+OK") && line(socket.getInputStream()).equals("+PONG");
        } catch (IOException e) {
            // Not listening yet, or still loading its file.
            return false;
        }
    }

    /**
     * Redis holds only what can be derived again, so that a file that it refuses, or crashes on, is set aside rather
     * than stopping the start.
     */
    @Override
    public boolean mend(int code, List<String> lines) throws IOException {
        boolean refused = lines.stream().anyMatch(line -> SPOILED.stream().anyMatch(line::contains));
        if (!refused && !CRASHES.contains(code)) {
            return false;
        }
        Path spoiled = folder.resolve("redis-spoiled");
        ServersFolder.delete(spoiled);
        Files.move(data, spoiled);
        ServersFolder.makePrivate(data, account);
        LOG.warn("The append-only file of the embedded Redis was spoiled; it is set aside in {}, and Redis starts empty:"
                + " live values fill it again", spoiled);
        return true;
    }

    @Override
    public void end(Process process) {
        process.destroy();
    }

    /** The build for Windows is an older version, which refuses what it does not know. */
    private String settings() {
        return """
                # Written by ParX at every start.
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                daemonize no
                supervised no
                databases 1
                appendonly yes
                appendfsync everysec
                aof-load-truncated yes
                auto-aof-rewrite-percentage 100
                auto-aof-rewrite-min-size 16mb
                save ""
                maxclients 200
                loglevel notice
                """.formatted(port, password.value(), data.toString().replace("\\", "\\\\")) + (platform == Platform.WINDOWS_X86_64 ? "" : "set-proc-title no\n");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
