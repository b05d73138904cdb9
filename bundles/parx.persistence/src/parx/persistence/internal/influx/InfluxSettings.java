package parx.persistence.internal.influx;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalInt;
import parx.model.Retention;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;

/**
 * Which InfluxDB a rule writes to: the object {@code influxdb} of its config, or the config itself. Immutable, any
 * thread; its text names no credentials.
 *
 * @param server          {@code url}: {@code http} or {@code https}, host, port, perhaps a path
 * @param database        {@code database}; on 2.x and 3.x the database that a bucket is mapped to
 * @param retentionPolicy {@code retentionPolicy}, or empty for the one that {@code retention} asks for or the default
 * @param measurement     {@code measurement}, {@value #MEASUREMENT} where none is given
 * @param user            {@code user} and {@code password}, or empty
 * @param token           {@code token} of a 2.x or 3.x server, or empty
 * @param keepDays        {@code retention}, where given
 */
record InfluxSettings(URI server, String database, String retentionPolicy, String measurement, String user,
        String password, String token, OptionalInt keepDays) {
    static final String MEASUREMENT = "channel_data";
    static final String KEY = "influxdb";

    static InfluxSettings of(StorageRule rule) {
        Settings all = rule.config();
        Settings own = all.has(KEY) ? all.child(KEY) : all;
        String token = own.text("token", "");
        String user = own.text("user", "");
        if (!token.isEmpty() && !user.isEmpty()) {
            throw new SettingsException("token", "give either ‘user’ and ‘password’ or ‘token’, not both");
        }
        String retention = own.text("retention", all.text("retention", ""));
        return new InfluxSettings(server(own), printable(own, "database", required(own, "database")),
                printable(own, "retentionPolicy", own.text("retentionPolicy", "")), measurement(own), user,
                own.text("password", ""), token,
                retention.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Retention.parse(retention).days()));
    }

    /** For people: where, without credentials. */
    String address() {
        return server + " (database ‘" + database + "’)";
    }

    @Override
    public String toString() {
        return address() + ", measurement ‘" + measurement + "’";
    }

    private static URI server(Settings own) {
        String text = required(own, "url");
        URI server;
        try {
            server = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            // The exception's own text repeats what was typed, which may hold a password.
            throw new SettingsException("url", "‘url’ is no address such as http://influx.example:8086");
        }
        if (server.getRawUserInfo() != null) {
            throw new SettingsException("url", "‘url’ holds a user or a password; give them as ‘user’ and ‘password’");
        }
        boolean web = "http".equalsIgnoreCase(server.getScheme()) || "https".equalsIgnoreCase(server.getScheme());
        if (!web || server.getHost() == null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw new SettingsException("url", "‘url’ must be an address such as http://influx.example:8086");
        }
        return server;
    }

    private static String measurement(Settings own) {
        String name = printable(own, "measurement", own.text("measurement", MEASUREMENT));
        if (name.isBlank() || name.startsWith("#") || name.endsWith("\\")) {
            throw new SettingsException("measurement",
                    "‘measurement’ must not be empty, begin with # or end with \\, but is ‘" + name + "’");
        }
        return name;
    }

    private static String required(Settings own, String key) {
        String value = own.text(key, "").strip();
        if (value.isEmpty()) {
            throw new SettingsException(key, "‘" + key + "’ is missing in the settings of ‘" + KEY + "’");
        }
        return value;
    }

    private static String printable(Settings own, String key, String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new SettingsException(key, "‘" + key + "’ holds a control character such as a line end");
        }
        return value;
    }
}
