package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import parx.driver.BrowsableDriver;
import parx.driver.Connection;
import parx.driver.DeviceBrowser;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.MisconfiguredConnection;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/** EtherNet/IP: the tags of Logix controllers, by CIP explicit messaging. An OSGi component; thread-safe. */
@Component(service = Driver.class)
public final class EthernetIpDriver implements BrowsableDriver {
    private final List<Setting> settings = SettingsForm.all(TEXTS);

    @Activate
    public EthernetIpDriver() {
        // Nothing to acquire: connections are made on request.
    }

    @Override
    public Protocol protocol() {
        return Protocol.ETHERNET_IP;
    }

    @Override
    public List<Setting> settings() {
        return settings;
    }

    @Override
    public String connectionName(Settings channelConfig) {
        return LinkSettings.of(channelConfig).connectionName();
    }

    @Override
    public List<SettingProblem> check(Settings channelConfig) {
        List<SettingProblem> problems = new ArrayList<>();
        check(problems, () -> LinkSettings.of(channelConfig));
        check(problems, () -> Point.of(channelConfig));
        return problems;
    }

    private static void check(List<SettingProblem> problems, Runnable reading) {
        try {
            reading.run();
        } catch (SettingsException e) {
            problems.add(new SettingProblem(e.key(), e.getLocalizedMessage()));
        }
    }

    @Override
    public String describeAddress(Settings channelConfig) {
        try {
            return Point.of(channelConfig).describe();
        } catch (SettingsException e) {
            return e.getLocalizedMessage();
        }
    }

    @Override
    public String briefAddress(Settings channelConfig) {
        try {
            return Point.of(channelConfig).tag().text();
        } catch (SettingsException e) {
            return e.getLocalizedMessage();
        }
    }

    @Override
    public Connection connect(Settings connection, DriverContext context) {
        try {
            return new EthernetIpConnection(LinkSettings.of(connection), context.clock());
        } catch (SettingsException e) {
            return new MisconfiguredConnection(e);
        }
    }

    @Override
    public Reading test(Settings channelConfig, Duration limit) {
        try {
            LinkSettings link = LinkSettings.of(channelConfig).within(Math.max(1, limit.toMillis()));
            return TrialReading.take(link, channelConfig, TimeSource.system());
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        }
    }

    @Override
    public DeviceBrowser browse(Settings device, Duration limit) throws DriverException {
        try {
            ControllerBrowser browser = new ControllerBrowser(LinkSettings.of(device).within(Math.max(1, limit.toMillis())),
                    TimeSource.system());
            browser.open();
            return browser;
        } catch (SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(e), e);
        }
    }
}
