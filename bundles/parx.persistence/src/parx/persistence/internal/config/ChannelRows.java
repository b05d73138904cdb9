package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.User;

/** Table channels. Stateless, any thread. */
final class ChannelRows implements RowMapping<Channel> {
    private static final Set<String> PROTOCOLS =
            Arrays.stream(Protocol.values()).map(Protocol::key).collect(Collectors.toUnmodifiableSet());

    @Override
    public String resourceType() {
        return "channel";
    }

    @Override
    public String table() {
        return "channels";
    }

    @Override
    public String keyColumn() {
        return "id";
    }

    @Override
    public String columns() {
        return "id, name, protocol, COALESCE(enabled, true) AS enabled, config, metadata";
    }

    @Override
    public String key(Channel channel) {
        return channel.id();
    }

    @Override
    public String name(Channel channel) {
        return channel.name();
    }

    @Override
    public Channel read(ResultSet row, Consumer<String> problem) throws SQLException {
        String word = row.getString("protocol");
        Protocol protocol = Protocol.of(word)
                .orElseThrow(() -> new SQLException("the table channels holds the unknown protocol " + word));
        Settings config = KeyedConfig.flat(RowMapping.settings(row, "config", problem), protocol.key(), PROTOCOLS);
        return new Channel(row.getString("id"), row.getString("name"), protocol, row.getBoolean("enabled"), config,
                new ChannelMetadata(RowMapping.settings(row, "metadata", problem)));
    }

    @Override
    public String insert() {
        return "INSERT INTO channels (id, name, protocol, enabled, config, metadata, created_by, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')";
    }

    @Override
    public void bindInsert(PreparedStatement insert, Channel channel, User by) throws SQLException {
        insert.setString(1, channel.id());
        insert.setString(2, channel.name());
        insert.setString(3, channel.protocol().key());
        insert.setBoolean(4, channel.enabled());
        insert.setString(5, SettingsJson.write(channel.config()));
        insert.setString(6, SettingsJson.write(channel.metadata().settings()));
        insert.setInt(7, by.id());
    }

    @Override
    public String update() {
        return "UPDATE channels SET name = ?, protocol = ?, enabled = ?, config = ?::jsonb, metadata = ?::jsonb,"
                + " updated_at = now() AT TIME ZONE 'UTC' WHERE id = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement update, Channel channel) throws SQLException {
        update.setString(1, channel.name());
        update.setString(2, channel.protocol().key());
        update.setBoolean(3, channel.enabled());
        update.setString(4, SettingsJson.write(channel.config()));
        update.setString(5, SettingsJson.write(channel.metadata().settings()));
        update.setString(6, channel.id());
    }

    @Override
    public ObjectNode describe(Channel channel) {
        ObjectNode node = SettingsJson.object();
        node.put("name", channel.name());
        node.put("protocol", channel.protocol().key());
        node.put("enabled", channel.enabled());
        node.set("config", SettingsJson.node(channel.config()));
        node.set("metadata", SettingsJson.node(channel.metadata().settings()));
        return node;
    }
}
