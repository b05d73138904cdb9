package parx.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.StartException;

/**
 * PostgreSQL and Redis as child processes on loopback ports. They end with ParX however ParX ends; what outlives it all
 * the same is ended by the next start. Thread-safe.
 */
// Immediate: what runs must not be stopped because its last caller let go of the service.
@Component(immediate = true)
public final class LocalServers implements EmbeddedServers {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServers.class);
    private static final String PORTS = "ports.properties";
    private static final long LOG_BYTES = 4L << 20;
    private static final Duration LEFTOVERS_LIMIT = Duration.ofSeconds(15);

    private final BinarySource source;
    private Running running;

    /** Within OSGi: binaries from the bundles that hold them. */
    @Activate
    public LocalServers(BundleContext context) {
        this(new BundleBinaries(context));
    }

    private LocalServers(BinarySource source) {
        this.source = source;
    }

    /** Outside OSGi: binaries from the class path. */
    public static LocalServers fromClassPath() {
        return new LocalServers(new ClassPathBinaries());
    }

    @Override
    public synchronized Endpoints start(Path dataFolder, Consumer<String> progress) throws StartException {
        if (running != null) {
            return running.endpoints();
        }
        ServersFolder folder = ServersFolder.open(dataFolder);
        Running fresh = null;
        try {
            Account account = Account.choose(folder.resolve("postgresql"));
            fresh = arrange(folder, account, progress);
            Leftovers.end(folder.resolve("programs"), LEFTOVERS_LIMIT);
            fresh.start();
            running = fresh;
            return fresh.endpoints();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of the databases was given up");
        } finally {
            if (running == null) {
                end(fresh, folder);
            }
        }
    }

    @Override
    public Optional<Endpoints> running(Path dataFolder) throws StartException {
        try {
            Optional<Path> folder = ServersFolder.inUse(dataFolder);
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            OptionalInt port = new Ports(folder.get().resolve(PORTS)).known(PostgresServer.PORT_NAME);
            Optional<Password> password = Password.kept(folder.get().resolve(PostgresServer.PASSWORD_FILE));
            if (port.isEmpty() || password.isEmpty()) {
                throw new StartException("ParX is starting with the data in " + dataFolder + ". Try again in a moment.");
            }
            return Optional.of(new Endpoints(PostgresServer.jdbcUrl(port.getAsInt()), PostgresServer.USER,
                    password.get().value(), ""));
        } catch (IOException e) {
            throw new StartException("The databases of the ParX that runs here cannot be reached (" + Problems.reason(e)
                    + "). Use the account that it runs as.", e);
        }
    }

    @Override
    public synchronized OptionalLong roomLeft() throws IOException {
        return running == null ? OptionalLong.empty()
                : OptionalLong.of(Files.getFileStore(running.folder().resolve(".")).getUsableSpace());
    }

    @Override
    @Deactivate
    public synchronized void stop() {
        if (running != null) {
            end(running, running.folder());
            running = null;
        }
    }

    /** The processes as they are now, PostgreSQL's first; for tests. */
    synchronized List<Process> processes() {
        return running.guards().stream().map(Guard::process).toList();
    }

    private Running arrange(ServersFolder folder, Account account, Consumer<String> progress) throws StartException {
        Unpacked unpacked = new Unpacked(source, folder.resolve("programs"));
        Platform platform = Platform.current();
        Ports ports = new Ports(folder.resolve(PORTS));
        PostgresServer postgres = new PostgresServer(folder, unpacked, platform, account, ports);
        RedisServer redis = new RedisServer(folder, unpacked, platform, account, ports);
        Path place = folder.resolve(".").normalize();
        return new Running(folder, postgres, redis, List.of(
                new Guard(postgres, new BoundedLog(folder.resolve("postgresql.log"), LOG_BYTES), place, progress),
                new Guard(redis, new BoundedLog(folder.resolve("redis.log"), LOG_BYTES), place, progress)));
    }

    private static void end(Running servers, ServersFolder folder) {
        try {
            if (servers != null) {
                servers.stop();
            }
        } catch (InterruptedException e) {
            LOG.warn("The wait for the embedded databases' end was given up");
            Thread.currentThread().interrupt();
        } finally {
            try {
                folder.close();
            } catch (IOException e) {
                LOG.warn("The lock of the databases' folder cannot be given back: {}", e.toString());
            }
        }
    }

    /** Both servers of one start. */
    private record Running(ServersFolder folder, PostgresServer postgres, RedisServer redis, List<Guard> guards) {
        /** In parallel: PostgreSQL takes far longer. */
        void start() throws StartException, InterruptedException {
            guards.forEach(Guard::start);
            for (Guard guard : guards) {
                guard.awaitStart();
            }
        }

        void stop() throws InterruptedException {
            guards.forEach(Guard::askToStop);
            for (Guard guard : guards) {
                guard.awaitStop();
            }
        }

        Endpoints endpoints() {
            return new Endpoints(postgres.jdbcUrl(), PostgresServer.USER, postgres.password().value(), redis.uri());
        }
    }
}
