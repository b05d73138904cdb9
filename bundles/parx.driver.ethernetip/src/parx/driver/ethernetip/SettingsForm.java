package parx.driver.ethernetip;

import static parx.driver.Setting.channel;
import static parx.driver.Setting.connection;
import static parx.driver.Setting.device;

import java.util.Arrays;
import java.util.List;
import parx.driver.CommonSettings;
import parx.driver.Setting;
import parx.model.Sentences;

/** Every setting of the driver, in the order of its form. Immutable, any thread. */
final class SettingsForm {
    private SettingsForm() {
    }

    /** @param texts their labels, choices and help, named as {@link Setting.Builder#said} says */
    static List<Setting> all(Sentences texts) {
        return List.of(
                device("host").text(253).required().said(texts),
                device("port").integer(1, 65_535).standard(LinkSettings.STANDARD_PORT).said(texts),
                device("slot").integer(0, 255).standard(0).said(texts),
                device("path").text(200).said(texts),
                channel("tagName").text(TagName.MOST_CHARACTERS).required().said(texts),
                channel("dataType").choices(Arrays.stream(DataType.values()).map(Enum::name).toArray(String[]::new)).said(texts),
                CommonSettings.channelScanRate(),
                CommonSettings.connectionScanRate(),
                CommonSettings.connectTimeout(),
                connection("timeout").integer(10, 60_000).unit("ms").standard(LinkSettings.STANDARD_TIMEOUT).said(texts),
                connection("messaging").choices("connected", "unconnected").standard("connected").said(texts),
                connection("connectionSize").integer(LinkSettings.SMALLEST_CONNECTION, LinkSettings.LARGEST_CONNECTION)
                        .standard(LinkSettings.LARGEST_CONNECTION).said(texts),
                connection("rpi").integer(LinkSettings.SHORTEST_RPI, LinkSettings.LONGEST_RPI).unit("ms")
                        .standard(LinkSettings.STANDARD_RPI).said(texts),
                CommonSettings.firstReconnect(),
                CommonSettings.longestReconnect(),
                connection("refusedRetry").integer(1, 86_400).unit("s").standard(LinkSettings.STANDARD_RETRY).said(texts));
    }
}
