package parx.persistence.internal.config;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import parx.model.Channel;
import parx.model.User;
import parx.service.Change;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.Subscription;

/** The channels of the database. Thread-safe: reads from memory, changes wait for the database. */
public final class StoredChannels implements Channels {
    private final ConfigurationTable<Channel> table;

    /** @param announcements the thread on which listeners are told */
    public StoredChannels(Transactions transactions, Executor announcements) {
        table = new ConfigurationTable<>(transactions, new ChannelRows(), announcements);
    }

    @Override
    public List<Channel> all() {
        return table.all();
    }

    @Override
    public Optional<Channel> byId(String id) {
        return Optional.ofNullable(table.byKey().get(id));
    }

    @Override
    public void apply(User by, Collection<Change<Channel>> changes) throws ConfigurationException {
        for (Change<Channel> change : changes) {
            if (change.now().isPresent()) {
                check(change.now().get());
            }
        }
        table.apply(by, changes);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return table.onChange(listener);
    }

    /** Reads everything anew from the database. */
    public void reload() throws SQLException {
        table.reload();
    }

    private static void check(Channel channel) throws ConfigurationException {
        Checks.id("channel", channel.id(), Channel.MAX_ID_LENGTH);
        String which = " of the channel ‘" + channel.id() + "’";
        Checks.text("the name" + which, channel.name(), Channel.MAX_NAME_LENGTH);
        Checks.settings("the settings" + which, channel.config());
        Checks.settings("the metadata" + which, channel.metadata().settings());
    }
}
