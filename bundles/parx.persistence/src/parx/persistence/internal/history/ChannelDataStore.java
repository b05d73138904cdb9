package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as a {@link RowStore}: decides what becomes of rows that it does not take at once: again, merged, or set
 * aside. Owned by the history-writer thread; the counter, the sentence and {@link #giveUp} are for any.
 */
final class ChannelDataStore implements RowStore {
    static final String TABLE = "channel_data";
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDataStore.class);

    private final ChannelDataTable table;
    private final SetAside quarantine;
    private final AtomicLong committed = new AtomicLong();
    private volatile String problem = "";
    private final Suspicion suspicion = new Suspicion();
    private boolean merge;
    private boolean partitionsTried;

    ChannelDataStore(ChannelDataTable table, SetAside quarantine) {
        this.table = table;
        this.quarantine = quarantine;
    }

    @Override
    public long committed() {
        return committed.get();
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void giveUp() {
        table.abort();
    }

    /**
     * Tries to store the oldest of these rows.
     *
     * @return how many of them are safe now; 0 where the database is away or refuses everything for the moment
     */
    @Override
    public int write(Rows rows) {
        Rows part = rows.first(suspicion.toOffer(rows.count()));
        try {
            if (!table.isConnected() && !table.connect()) {
                return 0;
            }
            long leftOut = 0;
            if (merge) {
                Map<String, Long> byChannel = table.merge(part);
                byChannel.forEach(quarantine::leaveOut);
                leftOut = byChannel.values().stream().mapToLong(Long::longValue).sum();
            } else {
                table.copy(part);
            }
            stored(part.count(), leftOut);
            return part.count();
        } catch (SQLException e) {
            return failed(part, e);
        } catch (RuntimeException e) {
            // A row that cannot even be encoded must not hold up the others for ever.
            LOG.error("A sample cannot be encoded", e);
            return poison(part, String.valueOf(e.getMessage()), -1);
        }
    }

    @Override
    public void close() {
        table.close();
    }

    private void stored(int rows, long leftOut) {
        committed.addAndGet(rows - leftOut);
        suspicion.stored(rows);
        merge = false;
        partitionsTried = false;
        if (!problem.isEmpty()) {
            LOG.info("Samples are stored again");
            problem = "";
        }
    }

    private int failed(Rows part, SQLException e) {
        switch (SqlFailure.of(e)) {
            case DUPLICATE -> {
                if (!merge) {
                    LOG.info("Some of {} samples are stored already, after an unknown outcome or a repeated time; "
                            + "merging: {}", part.count(), SqlFailure.firstLine(e));
                    merge = true;
                    return write(part);
                }
                return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
            }
            case NO_PARTITION -> {
                if (partitionsTried) {
                    return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
                }
                partitionsTried = true;
                return withNewPartitions(part);
            }
            case POISON -> {
                return poison(part, SqlFailure.firstLine(e), SqlFailure.rowOf(e));
            }
            default -> {
                return away(e);
            }
        }
    }

    private int withNewPartitions(Rows part) {
        try {
            table.createPartitions(part);
        } catch (SQLException e) {
            return SqlFailure.of(e) == SqlFailure.POISON ? poison(part, SqlFailure.firstLine(e), -1) : away(e);
        }
        return write(part);
    }

    /**
     * Narrows down what is suspect until one row is left, which is set aside; everything before it is stored on the way.
     *
     * @param row which the database named, from 0 on, or -1
     */
    private int poison(Rows part, String reason, int row) {
        partitionsTried = false;
        if (part.count() > 1) {
            suspicion.refused(part.count(), row);
            return write(part);
        }
        try {
            quarantine.add(part, reason);
        } catch (IOException io) {
            if (problem.isEmpty()) {
                LOG.error("A sample that PostgreSQL refuses cannot be set aside", io);
            }
            problem = TEXTS.text("store.poison", reason, io.getMessage());
            return 0;
        }
        LOG.error("PostgreSQL refuses a sample for ever; it was set aside in quarantine.csv: {}", reason);
        suspicion.setAside();
        merge = false;
        return 1;
    }

    private int away(SQLException e) {
        if (problem.isEmpty()) {
            // A server that is away is routine and has no use for a stack trace.
            LOG.warn("{}", SqlFailure.sentence(e).english(), SqlFailure.of(e) == SqlFailure.AWAY ? null : e);
        }
        problem = SqlFailure.sentence(e).local();
        return 0;
    }
}
