package parx.driver.modbus;

import static parx.driver.Setting.channel;
import static parx.driver.Setting.connection;
import static parx.driver.Setting.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import parx.driver.CommonSettings;
import parx.driver.Setting;
import parx.model.Sentences;

/** Every setting of the driver, in the order of its form. Immutable, any thread. */
final class SettingsForm {
    private static final String OVER_TCP = "transport=tcp|rtu-tcp";
    private static final String OVER_SERIAL = "transport=serial";

    private SettingsForm() {
    }

    /** @param texts their labels, choices and help, named as {@link Setting.Builder#said} says */
    static List<Setting> all(Sentences texts) {
        List<Setting> all = new ArrayList<>();
        deviceSettings().forEach(setting -> all.add(setting.said(texts)));
        channelSettings().forEach(setting -> all.add(setting.said(texts)));
        all.add(CommonSettings.channelScanRate());
        all.add(CommonSettings.connectionScanRate());
        all.add(CommonSettings.connectTimeout());
        connectionSettings().forEach(setting -> all.add(setting.said(texts)));
        // These two are acquisition's: it opens every connection and waits between the attempts.
        all.add(CommonSettings.firstReconnect());
        all.add(CommonSettings.longestReconnect());
        retrySettings().forEach(setting -> all.add(setting.said(texts)));
        return List.copyOf(all);
    }

    private static List<Setting.Builder> deviceSettings() {
        return List.of(
                device("transport").choices("tcp", "rtu-tcp", "serial").standard("tcp"),
                device("host").text(253).required().onlyIf(OVER_TCP),
                device("port").integer(1, 65_535).standard(502).onlyIf(OVER_TCP),
                device("serialPort").text(255).required().onlyIf(OVER_SERIAL),
                device("baudRate").integer(300, 4_000_000).unit("baud").standard(19_200).onlyIf(OVER_SERIAL),
                device("parity").choices("none", "even", "odd").standard("even").onlyIf(OVER_SERIAL),
                device("dataBits").integer(7, 8).standard(8).onlyIf(OVER_SERIAL),
                device("stopBits").integer(1, 2).standard(1).onlyIf(OVER_SERIAL));
    }

    private static List<Setting.Builder> channelSettings() {
        return List.of(
                channel("unitId").integer(0, 255).standard(1),
                channel("register").text(6),
                channel("table").choices(Arrays.stream(Table.values()).map(Table::key).toArray(String[]::new)),
                channel("address").integer(0, Point.HIGHEST_ADDRESS),
                channel("dataType").choices(Stream.concat(Arrays.stream(DataType.values()).map(DataType::key), Stream.of("bcd"))
                        .toArray(String[]::new)),
                channel("bit").integer(0, 15).onlyIf("dataType=bool"),
                channel("byteOrder").choices("ABCD", "CDAB", "BADC", "DCBA").standard("ABCD"),
                channel("length").integer(1, Point.MOST_CHARACTERS).onlyIf("dataType=string"));
    }

    private static List<Setting.Builder> connectionSettings() {
        return List.of(
                connection("timeout").integer(10, 60_000).unit("ms").standard(1_000),
                connection("retries").integer(0, 10).standard(2),
                connection("requestsInFlight").integer(1, 16).standard(1),
                connection("maxRegisters").integer(1, 125).standard(125),
                connection("maxBits").integer(1, 2_000).standard(2_000),
                connection("gap").integer(0, 124).standard(8));
    }

    private static List<Setting.Builder> retrySettings() {
        return List.of(
                connection("deadUnitRetry").integer(1, 3_600).unit("s").standard(10),
                connection("quarantineRetry").integer(1, 86_400).unit("s").standard(60),
                connection("readBackBy23").flag().standard(false));
    }
}
