package parx.ui.channels.internal;

import parx.driver.Setting;
import parx.model.Channel;
import parx.model.Settings;
import parx.model.SettingsException;

/** How often a channel is meant to be read. UI thread. */
final class ScanRates {
    private static final long STANDARD_MILLIS = 1_000L;

    private ScanRates() {
    }

    /** Its own rate, else its connection's, else its driver's standard; milliseconds. */
    static long millis(Channel channel, ChannelServices services, String connection) {
        long own = read(channel.config());
        if (own > 0) {
            return own;
        }
        long shared = connection.isEmpty() ? 0 : read(services.connectionSettings().of(connection));
        return shared > 0 ? shared : services.drivers().of(channel.protocol()).stream()
                .flatMap(driver -> driver.settings().stream())
                .filter(setting -> setting.scope() == Setting.Scope.CONNECTION && setting.key().equals(Channel.SCAN_RATE))
                .findFirst()
                .map(ScanRates::standard).orElse(STANDARD_MILLIS);
    }

    private static long standard(Setting setting) {
        long millis = read(Settings.with(Channel.SCAN_RATE, setting.standard()));
        return millis > 0 ? millis : STANDARD_MILLIS;
    }

    /** A rate that cannot be read is reported by the editor and by acquisition; here it counts as absent. */
    private static long read(Settings settings) {
        try {
            return settings.longInteger(Channel.SCAN_RATE, 0);
        } catch (SettingsException e) {
            return 0;
        }
    }
}
