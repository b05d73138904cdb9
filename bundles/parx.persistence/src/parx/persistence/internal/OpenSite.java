package parx.persistence.internal;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.backend.BackEndStores;
import parx.persistence.internal.backend.BackEndType;
import parx.persistence.internal.backend.StoredLeftRows;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.AuditQueue;
import parx.persistence.internal.config.ConfigurationListener;
import parx.persistence.internal.config.DatabaseProblem;
import parx.persistence.internal.config.StoredChannels;
import parx.persistence.internal.config.StoredConnectionSettings;
import parx.persistence.internal.config.StoredRunLog;
import parx.persistence.internal.config.StoredStorageRules;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.persistence.internal.file.FileBackEnd;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.HistorySettings;
import parx.persistence.internal.history.HistoryWriter;
import parx.persistence.internal.history.Maintenance;
import parx.persistence.internal.history.Quarantine;
import parx.persistence.internal.history.SqlHistory;
import parx.persistence.internal.history.StoredImport;
import parx.persistence.internal.history.StoredQuarantine;
import parx.persistence.internal.influx.InfluxBackEnd;
import parx.persistence.internal.influx.SecretPlaces;
import parx.persistence.internal.migration.Migrations;
import parx.persistence.internal.migration.SchemaInfo;
import parx.persistence.internal.migration.SchemaScripts;
import parx.persistence.internal.mirror.RedisMirror;
import parx.service.Endpoints;
import parx.service.StartException;

/** A site whose databases are connected: the one place where their services are made and ended. Thread-safe. */
final class OpenSite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSite.class);

    private static final Duration PARTITIONS_BEHIND = Duration.ofDays(1);
    private static final Duration PARTITIONS_AHEAD = Duration.ofDays(2);
    /** Below the spool's folder: where the rows of rules with a back end of their own wait. */
    private static final String RULES = "rules";
    private static final int MEMORY_ROWS_PER_RULE = 200_000;

    /** Ended in the reverse order. */
    private final Deque<Part> parts = new ArrayDeque<>();
    private final ChannelIndex index = new ChannelIndex();
    private final SecretPlaces secrets;
    private PostgresAccess access;
    private StoredUsers users;
    private StoredChannels channels;
    private StoredConnectionSettings connectionSettings;
    private StoredStorageRules storageRules;
    private StoredRunLog runLog;
    private HistoryWriter writer;
    private StoredQuarantine quarantined;
    private BackEndStores ruleStores;
    private StoredLeftRows leftRows;
    private SqlHistory history;
    private StoredImport historyImport;
    private AuditQueue audit;
    private RedisMirror mirror;
    private DatabaseHealth health;

    private OpenSite(SecretPlaces secrets) {
        this.secrets = secrets;
    }

    /**
     * Connects, migrates, reads the configuration. Nothing is left open where it fails.
     *
     * @param secrets where rules' passwords and tokens may stand
     * @param account the operating system's name of who runs ParX
     */
    static OpenSite open(Endpoints endpoints, Path spoolFolder, SecretPlaces secrets, SchemaScripts scripts,
            String account, TimeSource time, Consumer<String> progress) throws StartException {
        OpenSite site = new OpenSite(secrets);
        try {
            site.start(endpoints, spoolFolder, scripts, account, time, progress);
            return site;
        } catch (StartException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void start(Endpoints endpoints, Path spoolFolder, SchemaScripts scripts, String account, TimeSource time,
            Consumer<String> progress) throws StartException {
        access = new PostgresAccess(endpoints);
        progress.accept(TEXTS.text("progress.connecting"));
        access.check(time, progress);
        try {
            SchemaInfo schema = new Migrations(scripts).migrate(access.direct(), progress);
            HikariDataSource pool = keep("connection pool", access.pool());
            progress.accept(TEXTS.text("progress.configuration"));
            Transactions transactions = new Transactions(pool, access.address(), access.user());
            readConfiguration(transactions, account);
            audit = keep("audit trail", new AuditQueue(new ActionLog(transactions)));
            startHistory(pool, schema, spoolFolder, time, transactions);
            historyImport = new StoredImport(pool, index, schema.timescale(), time, new ActionLog(transactions));
            mirror = keep("live mirror", new RedisMirror(endpoints.redisUri(), index, channels, time));
            listen(access);
        } catch (SQLException e) {
            throw new StartException(DatabaseProblem.sentence(e, access.address(), access.user()), e);
        }
    }

    /** @throws StartException where another ParX acquires into this database */
    void acquireAlone() throws StartException {
        try {
            keep("right to acquire", SoleAcquirer.claim(access.direct(), access.address()));
        } catch (SQLException e) {
            throw new StartException(DatabaseProblem.sentence(e, access.address(), access.user()), e);
        }
    }

    private void readConfiguration(Transactions transactions, String account) throws SQLException {
        ExecutorService announcements = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "configuration-events");
            thread.setDaemon(true);
            return thread;
        });
        keep("configuration events", () -> {
            announcements.shutdown();
            if (!announcements.awaitTermination(2, TimeUnit.SECONDS)) {
                announcements.shutdownNow();
            }
        });
        users = new StoredUsers(transactions, account);
        channels = new StoredChannels(transactions, announcements);
        connectionSettings = new StoredConnectionSettings(transactions, announcements);
        storageRules = new StoredStorageRules(transactions, announcements);
        runLog = new StoredRunLog(transactions);
        users.reload();
        channels.reload();
        connectionSettings.reload();
        storageRules.reload();
    }

    private void startHistory(HikariDataSource pool, SchemaInfo schema, Path spoolFolder, TimeSource time,
            Transactions transactions) throws StartException, SQLException {
        if (!schema.timescale()) {
            ensurePartitions(pool, time);
        }
        try {
            Quarantine quarantine = new Quarantine(spoolFolder, index, time);
            writer = keep("history writer",
                    new HistoryWriter(pool, index, spoolFolder, quarantine, time, schema.timescale()));
            ruleStores = keep("stores of the rules", ruleStores(spoolFolder.resolve(RULES), quarantine, time));
            ruleStores.drainLeft(storageRules.all());
            leftRows = new StoredLeftRows(ruleStores, new ActionLog(transactions));
            quarantined = new StoredQuarantine(quarantine, index, new ActionLog(transactions));
        } catch (IOException e) {
            throw new StartException("The folder " + spoolFolder + ", where samples wait while the database is away,"
                    + " cannot be used (" + e.getMessage() + "). Make it writable, free some space, or end what else uses"
                    + " it, and start again.", e);
        }
        Maintenance maintenance = keep("history maintenance", new Maintenance(pool, schema.timescale(), time, HistorySettings.read()));
        history = keep("history", new SqlHistory(pool, index, schema.timescale(), writer));
        health = new DatabaseHealth(access.address(), access.user(), schema, maintenance::problem);
    }

    /** What storage rules keep elsewhere than in the database. */
    private BackEndStores ruleStores(Path folder, Quarantine quarantine, TimeSource time) {
        UnaryOperator<String> units = id -> channels.byId(id).map(channel -> channel.metadata().units()).orElse("");
        FileBackEnd.Site files = new FileBackEnd.Site(index, units, time);
        Map<Backend, BackEndType> types = Map.of(
                Backend.INFLUXDB, (rule, own, setAside) -> new InfluxBackEnd(rule, index, units, setAside, secrets),
                Backend.FILE, (rule, own, setAside) -> new FileBackEnd(rule, own, files, setAside));
        return new BackEndStores(folder, types, quarantine, index, time,
                BufferLimits.configured().withMemoryRows(MEMORY_ROWS_PER_RULE));
    }

    /**
     * Before the first sample: rows that came first would wait in the default partition, and a query that runs while
     * they move to their own may miss them.
     */
    private static void ensurePartitions(HikariDataSource pool, TimeSource time) throws SQLException {
        Instant now = Micros.toInstant(time.nowMicros());
        try (Connection connection = pool.getConnection();
                PreparedStatement ensure = connection.prepareStatement(
                        "SELECT ensure_partitions(?, ?), ensure_rollup_partitions(?, ?)")) {
            for (int parameter = 1; parameter <= 3; parameter += 2) {
                ensure.setObject(parameter, now.minus(PARTITIONS_BEHIND).atOffset(ZoneOffset.UTC));
                ensure.setObject(parameter + 1, now.plus(PARTITIONS_AHEAD).atOffset(ZoneOffset.UTC));
            }
            ensure.execute();
        }
    }

    private void listen(PostgresAccess access) {
        Map<String, ConfigurationListener.Reload> reloads = new LinkedHashMap<>();
        reloads.put("users", users::reload);
        reloads.put("channels", channels::reload);
        reloads.put("connection_settings", connectionSettings::reload);
        reloads.put("storage_rules", storageRules::reload);
        keep("configuration listener", new ConfigurationListener(access.direct(), reloads, health)).start();
    }

    ChannelIndex index() {
        return index;
    }

    StoredUsers users() {
        return users;
    }

    StoredChannels channels() {
        return channels;
    }

    StoredConnectionSettings connectionSettings() {
        return connectionSettings;
    }

    StoredStorageRules storageRules() {
        return storageRules;
    }

    StoredRunLog runLog() {
        return runLog;
    }

    HistoryWriter writer() {
        return writer;
    }

    StoredQuarantine quarantined() {
        return quarantined;
    }

    BackEndStores ruleStores() {
        return ruleStores;
    }

    StoredLeftRows leftRows() {
        return leftRows;
    }

    SqlHistory history() {
        return history;
    }

    StoredImport historyImport() {
        return historyImport;
    }

    AuditQueue audit() {
        return audit;
    }

    RedisMirror mirror() {
        return mirror;
    }

    DatabaseHealth health() {
        return health;
    }

    /** Writes what is left, then lets go of the databases. Idempotent. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            long begin = System.nanoTime();
            try {
                part.resource.close();
            } catch (Exception e) {
                LOG.warn("Closing the {} failed; the others are closed all the same", part.name, e);
            }
            LOG.debug("Closed the {} in {}", part.name, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private <T extends AutoCloseable> T keep(String name, T resource) {
        parts.push(new Part(name, resource));
        return resource;
    }

    /** Something to be closed. */
    private record Part(String name, AutoCloseable resource) {
    }
}
