package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import parx.model.RuleSetting;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;

/** Table storage_rules. Stateless, any thread. */
final class StorageRuleRows implements RowMapping<StorageRule> {
    private static final String SECRET = "•••";
    private static final Set<String> MODES =
            Arrays.stream(StorageRule.Mode.values()).map(StorageRuleRows::word).collect(Collectors.toUnmodifiableSet());

    private static final String TRIGGER = word(StorageRule.Mode.TRIGGER);

    @Override
    public String resourceType() {
        return "storage rule";
    }

    @Override
    public String table() {
        return "storage_rules";
    }

    @Override
    public String keyColumn() {
        return "id";
    }

    @Override
    public String columns() {
        return "id, name, COALESCE(enabled, true) AS enabled, backend, mode, channels, config";
    }

    @Override
    public String key(StorageRule rule) {
        return rule.id();
    }

    @Override
    public String name(StorageRule rule) {
        return rule.name();
    }

    @Override
    public StorageRule read(ResultSet row, Consumer<String> problem) throws SQLException {
        String mode = row.getString("mode");
        Settings stored = RowMapping.settings(row, "config", problem);
        Settings config = isItsTrigger(stored, mode) ? stored : KeyedConfig.flat(stored, mode, MODES);
        return new StorageRule(row.getString("id"), row.getString("name"), row.getBoolean("enabled"),
                StorageRule.Backend.valueOf(row.getString("backend").toUpperCase(Locale.ROOT)),
                StorageRule.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), channels(row), config);
    }

    /** The mode {@code trigger} and the object that says what triggers have one name; the mode's object holds the latter. */
    private static boolean isItsTrigger(Settings config, String mode) {
        return mode.equals(TRIGGER) && config.raw(mode) instanceof Settings inner && !(inner.raw(TRIGGER) instanceof Settings);
    }

    @Override
    public String insert() {
        return "INSERT INTO storage_rules (id, name, enabled, backend, mode, channels, config, created_by, created_at,"
                + " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, now() AT TIME ZONE 'UTC',"
                + " now() AT TIME ZONE 'UTC')";
    }

    @Override
    public void bindInsert(PreparedStatement insert, StorageRule rule, User by) throws SQLException {
        insert.setString(1, rule.id());
        bindContent(insert, 2, rule);
        insert.setInt(8, by.id());
    }

    @Override
    public String update() {
        return "UPDATE storage_rules SET name = ?, enabled = ?, backend = ?, mode = ?, channels = ?, config = ?::jsonb,"
                + " updated_at = now() AT TIME ZONE 'UTC' WHERE id = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement update, StorageRule rule) throws SQLException {
        bindContent(update, 1, rule);
        update.setString(7, rule.id());
    }

    @Override
    public ObjectNode describe(StorageRule rule) {
        ObjectNode node = SettingsJson.object();
        node.put("name", rule.name());
        node.put("enabled", rule.enabled());
        node.put("backend", word(rule.backend()));
        node.put("mode", word(rule.mode()));
        node.set("channels", SettingsJson.strings(rule.channels()));
        node.set("config", SettingsJson.node(withoutSecrets(rule)));
        return node;
    }

    /** The audit log is read by more people than may know the passwords of back ends, and is kept for longer. */
    private static Settings withoutSecrets(StorageRule rule) {
        Settings config = rule.config();
        for (RuleSetting setting : RuleSettings.of(rule.mode(), rule.backend())) {
            if (setting.kind() == RuleSetting.Kind.SECRET && setting.given(config)) {
                config = setting.put(config, SECRET);
            }
        }
        return config;
    }

    private static void bindContent(PreparedStatement statement, int first, StorageRule rule) throws SQLException {
        statement.setString(first, rule.name());
        statement.setBoolean(first + 1, rule.enabled());
        statement.setString(first + 2, word(rule.backend()));
        statement.setString(first + 3, word(rule.mode()));
        statement.setArray(first + 4, statement.getConnection().createArrayOf("text", rule.channels().toArray()));
        statement.setString(first + 5, SettingsJson.write(rule.config()));
    }

    private static List<String> channels(ResultSet row) throws SQLException {
        Object[] ids = (Object[]) row.getArray("channels").getArray();
        return Arrays.stream(ids).filter(Objects::nonNull).map(String::valueOf).toList();
    }

    /** The database's words are the names in lower case. */
    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
