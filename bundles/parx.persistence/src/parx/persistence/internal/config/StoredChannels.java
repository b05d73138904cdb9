package parx.persistence.internal.config;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import parx.model.Channel;
import parx.model.User;
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
    public List<Change> apply(User by, Collection<Change> changes) throws ConfigurationException {
        List<String> ids = new ArrayList<>(changes.size());
        for (Change change : changes) {
            ids.add(check(change));
        }
        List<Change> undo = new ArrayList<>(changes.size());
        try {
            table.change(by, ids, channels -> {
                for (Change change : changes) {
                    undo.addFirst(apply(channels, change));
                }
            });
        } catch (ConfigurationException e) {
            throw e.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState())
                    ? new ConfigurationException("Somebody else added a channel with one of these ids at this moment."
                            + " Nothing was changed; choose another id.", e)
                    : e;
        }
        return List.copyOf(undo);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return table.onChange(listener);
    }

    /** Reads everything anew from the database. */
    public void reload() throws SQLException {
        table.reload();
    }

    /** Does it and returns what undoes it. */
    private static Change apply(Map<String, Channel> channels, Change change) throws ConfigurationException {
        switch (change) {
            case Change.Add(Channel channel) -> {
                if (channels.putIfAbsent(channel.id(), channel) != null) {
                    throw new ConfigurationException("There is already a channel with the id ‘" + channel.id()
                            + "’. Choose another id, or edit that channel.");
                }
                return new Change.Remove(channel.id());
            }
            case Change.Replace(Channel channel) -> {
                return new Change.Replace(existing(channel.id(), channels.put(channel.id(), channel)));
            }
            case Change.Remove(String id) -> {
                return new Change.Add(existing(id, channels.remove(id)));
            }
        }
    }

    private static Channel existing(String id, Channel channel) throws ConfigurationException {
        if (channel == null) {
            throw new ConfigurationException("There is no channel with the id ‘" + Checks.shortened(id)
                    + "’ any more; somebody may have deleted it. Add it anew if it is still needed.");
        }
        return channel;
    }

    /** @return the id that it concerns */
    private static String check(Change change) throws ConfigurationException {
        return switch (change) {
            case Change.Add(Channel channel) -> check(channel);
            case Change.Replace(Channel channel) -> check(channel);
            case Change.Remove(String id) -> id.replace("\0", "");
        };
    }

    private static String check(Channel channel) throws ConfigurationException {
        Checks.id("channel", channel.id(), Channel.MAX_ID_LENGTH);
        String which = " of the channel ‘" + channel.id() + "’";
        Checks.text("the name" + which, channel.name(), Channel.MAX_NAME_LENGTH);
        Checks.settings("the settings" + which, channel.config());
        Checks.settings("the metadata" + which, channel.metadata().settings());
        return channel.id();
    }
}
