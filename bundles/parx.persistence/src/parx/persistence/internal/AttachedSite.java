package parx.persistence.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.DatabaseProblem;
import parx.persistence.internal.config.StoredChannels;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.persistence.internal.history.SqlHistory;
import parx.persistence.internal.history.StoredImport;
import parx.persistence.internal.migration.Migrations;
import parx.persistence.internal.migration.SchemaInfo;
import parx.persistence.internal.migration.SchemaScripts;
import parx.service.Endpoints;
import parx.service.StartException;

/**
 * A site beside the ParX that acquires into it: its history can be read and imported into. It takes no right to acquire,
 * has no spool, and leaves rollups and retention to the other. Thread-safe.
 */
record AttachedSite(HikariDataSource pool, ChannelIndex index, StoredUsers users, StoredChannels channels,
        SqlHistory history, StoredImport historyImport) implements AutoCloseable {
    /** It lives for one export or import; what changes meanwhile is of no interest. */
    private static final Executor NOBODY = announcement -> { };

    static AttachedSite open(Endpoints endpoints, SchemaScripts scripts, String account, TimeSource time,
            Consumer<String> progress) throws StartException {
        PostgresAccess access = new PostgresAccess(endpoints);
        access.check(time, progress);
        HikariDataSource pool = access.pool();
        try {
            SchemaInfo schema = new Migrations(scripts).migrate(access.direct(), progress);
            ChannelIndex index = new ChannelIndex();
            Transactions transactions = new Transactions(pool, access.address(), access.user());
            StoredUsers users = new StoredUsers(transactions, account);
            StoredChannels channels = new StoredChannels(transactions, NOBODY);
            users.reload();
            channels.reload();
            return new AttachedSite(pool, index, users, channels,
                    SqlHistory.attached(pool, index, schema.timescale()),
                    new StoredImport(pool, index, schema.timescale(), time, new ActionLog(transactions)));
        } catch (SQLException e) {
            pool.close();
            throw new StartException(DatabaseProblem.sentence(e, access.address(), access.user()), e);
        } catch (StartException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    @Override
    public void close() {
        history.close();
        pool.close();
    }
}
