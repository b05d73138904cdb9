package parx.driver.opcua;

import static parx.driver.Setting.channel;
import static parx.driver.Setting.connection;
import static parx.driver.Setting.device;

import java.util.ArrayList;
import java.util.List;
import parx.driver.CommonSettings;
import parx.driver.Setting;
import parx.model.Sentences;

/** Every setting of the driver, in the order of its form. Immutable, any thread. */
final class SettingsForm {
    private static final String SECURED = "securityMode=Sign|SignAndEncrypt";

    private SettingsForm() {
    }

    /** @param texts their labels, choices and help, named as {@link Setting.Builder#said} says */
    static List<Setting> all(Sentences texts) {
        List<Setting> all = new ArrayList<>();
        deviceSettings().forEach(setting -> all.add(setting.said(texts)));
        channelSettings().forEach(setting -> all.add(setting.said(texts)));
        all.add(CommonSettings.channelScanRate());
        securitySettings().forEach(setting -> all.add(setting.said(texts)));
        all.add(CommonSettings.connectionScanRate());
        all.add(CommonSettings.connectTimeout());
        timeSettings().forEach(setting -> all.add(setting.said(texts)));
        // These two are acquisition's: it opens every connection and waits between the attempts.
        all.add(CommonSettings.firstReconnect());
        all.add(CommonSettings.longestReconnect());
        return List.copyOf(all);
    }

    private static List<Setting.Builder> deviceSettings() {
        return List.of(
                device("endpoint").text(ServerSettings.LONGEST_ENDPOINT).required(),
                device("securityMode").choices("None", "Sign", "SignAndEncrypt").standard("None"));
    }

    private static List<Setting.Builder> channelSettings() {
        return List.of(
                channel("nodeId").text(NodeAddress.LONGEST).required(),
                channel("index").text(NodeAddress.LONGEST_INDEX),
                channel("mode").choices("subscribe", "poll").standard("subscribe"));
    }

    private static List<Setting.Builder> securitySettings() {
        return List.of(
                connection("securityPolicy").choices("best", "Basic256Sha256", "Aes128_Sha256_RsaOaep",
                        "Aes256_Sha256_RsaPss").standard("best").onlyIf(SECURED),
                connection("user").text(ServerSettings.LONGEST_USER),
                connection("password").secret(ServerSettings.LONGEST_USER));
    }

    private static List<Setting.Builder> timeSettings() {
        return List.of(
                connection("timeout").integer(100, 60_000).unit("ms").standard(ServerSettings.STANDARD_TIMEOUT),
                connection("timestamps").choices("source", "server", "received").standard("source"),
                connection("publishing").integer(10, 60_000).unit("ms").standard(ServerSettings.STANDARD_PUBLISHING),
                connection("queueTime").integer(0, 3_600).unit("s").standard(ServerSettings.STANDARD_QUEUE_SECONDS),
                connection("itemsPerSubscription").integer(1, 100_000).standard(ServerSettings.STANDARD_ITEMS),
                connection("silence").integer(500, 600_000).unit("ms").standard(ServerSettings.STANDARD_SILENCE),
                connection("refusedRetry").integer(1, 86_400).unit("s").standard(ServerSettings.STANDARD_REFUSED_SECONDS));
    }
}
