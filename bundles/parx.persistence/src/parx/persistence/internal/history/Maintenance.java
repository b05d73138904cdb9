package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.Sentence;
import parx.model.TimeSource;
import parx.persistence.internal.history.packed.BriefLocks;
import parx.persistence.internal.history.packed.Packing;

/**
 * Keeps the time series in order: on plain PostgreSQL the daily partitions ahead of time, the rollups, packing and
 * retention; with TimescaleDB, which does most of that itself, retention row by row, and it watches its jobs and asks
 * for late ranges. Owned by its thread
 * {@code history-maintenance} of low priority; several ParX on one database take turns.
 */
public final class Maintenance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final long PASS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long TIDY_NANOS = TimeUnit.MINUTES.toNanos(30);
    private static final long PACK_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(5);
    /** Partitions exist so far ahead that a weekend without a successful pass does no harm. */
    private static final long PARTITIONS_AHEAD = 3 * Partitions.DAY_MICROS;
    /** Most of the history that one transaction rolls up: short transactions, and a stop is never far away. */
    private static final long STEP = 60 * Micros.PER_SECOND;
    private static final long MINUTE = 60 * Micros.PER_SECOND;
    /**
     * After a step that took t it rests this many t: where there is much to catch up with, the rollups take at most a
     * quarter of one core from the writer and the queries. A server knows no priorities that would do it.
     */
    private static final long REST = 3;
    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(15);

    private final DataSource source;
    private final boolean timescale;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Sentence problem = Sentence.NONE;
    private final Packing packing;
    private final Chunks chunks;
    private final ContinuousAggregates aggregates = new ContinuousAggregates();
    private long tidied;
    private long refreshed;
    private long packed;
    private boolean begun;

    public Maintenance(DataSource source, boolean timescale, TimeSource time, HistorySettings settings) {
        this.source = source;
        this.timescale = timescale;
        this.time = time;
        BriefLocks locks = new BriefLocks(this::rest);
        packing = new Packing(time, settings.packAfter(), settings.quiet(), locks);
        chunks = new Chunks(locks, settings.chunk());
        thread = new Thread(this::run, "history-maintenance");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** A sentence where the rollups, partitions or retention fall behind, or empty. Any thread. */
    public String problem() {
        return problem.local();
    }

    /** Ends after the step under way; takes a bounded time. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(java.time.Duration.ofSeconds(3))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                pass();
                rest(PASS_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closing) {
                stop.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pass() throws InterruptedException {
        try (Connection connection = source.getConnection()) {
            Sentence now = timescale ? watchTimescale(connection) : keepPlain(connection);
            if (!now.isEmpty() && !now.equals(problem)) {
                LOG.warn("{}", now.english());
            }
            problem = now;
        } catch (SQLException | RuntimeException e) {
            Sentence sentence = TEXTS.of("maintenance.rollups", e.getMessage());
            // While the server is away, the history writer says so.
            boolean away = e instanceof SQLException sql && SqlFailure.of(sql) == SqlFailure.AWAY;
            if (!away && problem.isEmpty()) {
                LOG.warn("{}", sentence.english(), e);
            }
            problem = away ? Sentence.NONE : sentence;
        }
    }

    private Sentence keepPlain(Connection connection) throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        if (due(tidied, TIDY_NANOS)) {
            tidy(connection);
            tidied = time.monotonicNanos();
        }
        long step = time.monotonicNanos();
        while (!closing && (rollForward(connection) || rollStale(connection) || fillCoarser(connection))) {
            connection.commit();
            rest(Math.min(LONGEST_REST, REST * (time.monotonicNanos() - step)));
            step = time.monotonicNanos();
        }
        connection.commit();
        Sentence problem = Sentence.NONE;
        if (due(packed, PACK_NANOS)) {
            problem = pack(connection);
            packed = time.monotonicNanos();
        }
        begun = true;
        return problem;
    }

    /** @return a sentence where it does not work, or empty */
    private Sentence pack(Connection connection) throws SQLException, InterruptedException {
        try {
            boolean more = true;
            while (more && !closing) {
                long step = time.monotonicNanos();
                more = packing.pass(connection);
                rest(more ? Math.min(LONGEST_REST, time.monotonicNanos() - step) : 0);
            }
            return Sentence.NONE;
        } catch (SQLException e) {
            if (closing || SqlFailure.of(e) == SqlFailure.AWAY) {
                throw e;
            }
            LOG.debug("Packing failed", e);
            return TEXTS.of("maintenance.packing", SqlFailure.firstLine(e));
        }
    }

    private boolean due(long last, long every) {
        return !begun || time.monotonicNanos() - last >= every;
    }

    /** Partitions ahead, and for rows that came without one. */
    private void tidy(Connection connection) throws SQLException {
        long now = time.nowMicros();
        Partitions.ensure(connection, now - Partitions.DAY_MICROS, now + PARTITIONS_AHEAD);
        Partitions.ensureRollups(connection, now - Partitions.DAY_MICROS, now + PARTITIONS_AHEAD);
        connection.commit();
        try (Statement statement = connection.createStatement();
                ResultSet days = statement.executeQuery("SELECT DISTINCT date_trunc('day', time, 'UTC') FROM "
                        + "channel_data_default")) {
            while (days.next()) {
                long day = Partitions.micros(days.getObject(1, OffsetDateTime.class));
                Partitions.ensure(connection, day, day);
                Partitions.ensureRollups(connection, day, day);
            }
        }
        connection.commit();
    }

    /** Rolls up the next stretch of time. @return whether there may be more */
    private boolean rollForward(Connection connection) throws SQLException {
        if (!takeTurn(connection)) {
            return false;
        }
        long goal = Math.floorDiv(time.nowMicros() - LateRanges.ROLLUP_LAG, MINUTE) * MINUTE;
        long from = refreshedUntil(connection, goal);
        if (from >= goal) {
            return false;
        }
        long until = Math.min(goal, from + STEP);
        // Rows may be days apart: an empty stretch is jumped over, not walked through.
        long next = StaleRollups.firstRow(connection, from, goal);
        if (next >= until) {
            until = Math.min(goal, Math.floorDiv(next, MINUTE) * MINUTE);
        } else {
            StaleRollups.refresh(connection, from, until - 1);
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO rollup_state (refreshed_until) VALUES (?) ON CONFLICT (only_row) DO UPDATE SET "
                        + "refreshed_until = EXCLUDED.refreshed_until")) {
            statement.setObject(1, Partitions.timestamp(until));
            statement.execute();
        }
        return until < goal;
    }

    /** Where the rollups stand; the first row's minute where they have not begun. */
    private long refreshedUntil(Connection connection, long goal) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT refreshed_until FROM rollup_state")) {
            if (rows.next()) {
                return Partitions.micros(rows.getObject(1, OffsetDateTime.class));
            }
        }
        return Math.floorDiv(StaleRollups.firstRow(connection, 0, goal), MINUTE) * MINUTE;
    }

    /** Rolls up anew where rows came late. @return whether there may be more */
    private boolean rollStale(Connection connection) throws SQLException {
        return takeTurn(connection) && StaleRollups.step(connection, time.nowMicros());
    }

    /** Fills the coarser rollups of a database that was there before them. @return whether there may be more */
    private static boolean fillCoarser(Connection connection) throws SQLException {
        if (!takeTurn(connection)) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet more = statement.executeQuery("SELECT fill_coarser_rollups()")) {
            return more.next() && more.getBoolean(1);
        }
    }

    private static boolean takeTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A rollup that a killed server loses is computed again, so that it need not wait for the disk.
            statement.execute("SET LOCAL synchronous_commit = off");
            try (ResultSet rows = statement.executeQuery("SELECT pg_try_advisory_xact_lock(hashtext('parx.rollups'))")) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private Sentence watchTimescale(Connection connection) throws SQLException, InterruptedException {
        if (due(tidied, TIDY_NANOS)) {
            connection.setAutoCommit(false);
            chunks.tidy(connection, Partitions.timestamp(time.nowMicros()));
            connection.commit();
            tidied = time.monotonicNanos();
        }
        connection.setAutoCommit(true);
        if (due(refreshed, REFRESH_NANOS) && aggregates.refresh(connection, ContinuousAggregates.complete(connection))) {
            refreshed = time.monotonicNanos();
        }
        begun = true;
        return ContinuousAggregates.failingJobs(connection);
    }
}
