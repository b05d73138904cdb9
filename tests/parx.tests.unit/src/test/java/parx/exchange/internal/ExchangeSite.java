package parx.exchange.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import parx.acquisition.internal.AttachedHistory;
import parx.exchange.Export;
import parx.exchange.Import;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Micros;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.StoredChannels;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.persistence.internal.history.SqlHistory;
import parx.persistence.internal.history.StoredImport;
import parx.service.Change;

/** Export and import over a database of the test's own. */
final class ExchangeSite implements AutoCloseable {
    final Export exports;
    final Import imports;
    final User user;
    private final TestDatabase database = TestDatabase.migrated();
    private final ExecutorService announcements = Executors.newSingleThreadExecutor();
    private final SqlHistory history;

    ExchangeSite(Channel... known) throws Exception {
        ChannelIndex index = new ChannelIndex();
        Transactions transactions = new Transactions(database.dataSource(), "test", "test");
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
        StoredChannels channels = new StoredChannels(transactions, announcements);
        channels.reload();
        List<Change<Channel>> changes = new ArrayList<>();
        for (Channel channel : known) {
            changes.add(Change.add(channel));
        }
        channels.apply(user, changes);
        history = SqlHistory.attached(database.dataSource(), index, database.timescale());
        exports = new HistoryExport(new AttachedHistory(history, channels, index), channels, index);
        imports = new CsvImport(new StoredImport(database.dataSource(), index, database.timescale(), TimeSource.system(),
                new ActionLog(transactions)), channels, index);
    }

    static Channel channel(String id, String name, String unit) {
        return new Channel(id, name, Protocol.MODBUS, true,
                Settings.with("host", "127.0.0.1", "port", 502, "unitId", 1, "register", 40001, "dataType", "float"),
                new ChannelMetadata(Settings.with("units", unit)));
    }

    void store(String channel, long micros, double value, String quality) {
        database.execute("INSERT INTO channel_data (time, channel_id, value, quality) VALUES ('" + Micros.toInstant(micros)
                + "', '" + channel + "', '" + value + "', '" + quality + "')");
    }

    /** A good sample each microsecond, whose value is its number. */
    void store(String channel, long fromMicros, int count) {
        database.execute("INSERT INTO channel_data (time, channel_id, value, quality) SELECT '" + Micros.toInstant(fromMicros)
                + "'::timestamptz + i * interval '1 microsecond', '" + channel + "', i, 'GOOD' FROM generate_series(0, "
                + (count - 1) + ") AS i");
    }

    void clear() {
        database.execute("DELETE FROM channel_data");
    }

    /** Every stored sample, with the days it is kept where it was imported. */
    List<String> rows() {
        return database.query("SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality, "
                + "COALESCE(keep_days, 3650) FROM channel_data ORDER BY 1, 2");
    }

    @Override
    public void close() {
        announcements.shutdown();
        history.close();
        database.close();
    }
}
