package parx.persistence.internal.influx;

import java.net.URI;
import java.net.URISyntaxException;
import parx.model.BackendSettings;
import parx.model.RuleSetting;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;

/**
 * Which InfluxDB a rule writes to, see {@link BackendSettings}. Immutable, any thread; its text names no credentials.
 *
 * @param server          {@code http} or {@code https}, host, port, perhaps a path
 * @param database        on 2.x and 3.x the database that a bucket is mapped to
 * @param retentionPolicy or empty for the one that {@code retention} asks for, or the database's default
 * @param user            with the password, or empty
 * @param token           of a 2.x or 3.x server, or empty; as the password, perhaps only where it stands
 * @param keepDays        the rule's {@code retention}; 0 where it names none
 */
record InfluxSettings(URI server, String database, String retentionPolicy, String measurement, String user,
        Secret password, Secret token, int keepDays) {

    static InfluxSettings of(StorageRule rule, SecretPlaces places) {
        Settings config = rule.config();
        String token = BackendSettings.INFLUX_TOKEN.text(config);
        String user = BackendSettings.INFLUX_USER.text(config);
        if (!token.isEmpty() && !user.isEmpty()) {
            throw refused(BackendSettings.INFLUX_TOKEN, "and a user are given; give one of the two");
        }
        return new InfluxSettings(server(BackendSettings.INFLUX_URL.text(config).strip()),
                printable(BackendSettings.INFLUX_DATABASE, config), printable(BackendSettings.INFLUX_RETENTION_POLICY, config),
                measurement(config), user,
                new Secret(BackendSettings.INFLUX_PASSWORD, BackendSettings.INFLUX_PASSWORD.text(config),
                        character -> !Character.isISOControl(character), places),
                // It goes into the header as it is, which takes no others.
                new Secret(BackendSettings.INFLUX_TOKEN, token, character -> character >= ' ' && character <= '~', places),
                RuleSettings.RETENTION.retention(config).days());
    }

    /** For people: where, without credentials. */
    String address() {
        return server + " (database ‘" + database + "’)";
    }

    @Override
    public String toString() {
        return address() + ", measurement ‘" + measurement + "’";
    }

    private static URI server(String text) {
        URI server;
        try {
            server = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            // The exception's own text repeats what was typed, which may hold a password.
            throw refused(BackendSettings.INFLUX_URL, "is no address such as http://influx.example:8086");
        }
        if (server.getRawUserInfo() != null) {
            throw refused(BackendSettings.INFLUX_URL, "holds a user or a password; they have settings of their own");
        }
        boolean web = "http".equalsIgnoreCase(server.getScheme()) || "https".equalsIgnoreCase(server.getScheme());
        if (!web || server.getHost() == null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw refused(BackendSettings.INFLUX_URL, "must be an address such as http://influx.example:8086");
        }
        return server;
    }

    private static String measurement(Settings config) {
        String name = printable(BackendSettings.INFLUX_MEASUREMENT, config);
        if (name.isBlank() || name.startsWith("#") || name.endsWith("\\")) {
            throw refused(BackendSettings.INFLUX_MEASUREMENT, "must not be empty, begin with # or end with \\, but is ‘"
                    + name + "’");
        }
        return name;
    }

    private static String printable(RuleSetting setting, Settings config) {
        String value = setting.text(config);
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw refused(setting, "holds a control character such as a line end");
        }
        return value;
    }

    private static SettingsException refused(RuleSetting setting, String why) {
        return new SettingsException(setting.key(), "‘" + setting.key() + "’ " + why);
    }
}
