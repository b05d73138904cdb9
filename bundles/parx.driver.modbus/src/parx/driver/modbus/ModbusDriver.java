package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import parx.driver.Connection;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.MisconfiguredConnection;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/** Modbus TCP, RTU over TCP and serial RTU. An OSGi component; thread-safe. */
@Component(service = Driver.class)
public final class ModbusDriver implements Driver {
    private static final int HIGHEST_SERIAL_UNIT = 247;

    private final List<Setting> settings = SettingsForm.all(TEXTS);

    @Activate
    public ModbusDriver() {
        // Nothing to acquire: connections are made on request.
    }

    @Override
    public Protocol protocol() {
        return Protocol.MODBUS;
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
        try {
            LinkSettings link = LinkSettings.of(channelConfig);
            int unit = channelConfig.integer("unitId", 1);
            if (link.kind() != LinkSettings.Kind.TCP && (unit < 1 || unit > HIGHEST_SERIAL_UNIT)) {
                problems.add(new SettingProblem("unitId", TEXTS.text("unitId.serial", HIGHEST_SERIAL_UNIT, unit)));
            }
        } catch (SettingsException e) {
            problems.add(new SettingProblem(e.key(), e.getLocalizedMessage()));
        }
        try {
            Point.of(channelConfig);
        } catch (SettingsException e) {
            if (problems.stream().noneMatch(p -> p.key().equals(e.key()))) {
                problems.add(new SettingProblem(e.key(), e.getLocalizedMessage()));
            }
        }
        return problems;
    }

    @Override
    public String describeAddress(Settings channelConfig) {
        try {
            return Point.of(channelConfig).describe().local();
        } catch (SettingsException e) {
            return e.getLocalizedMessage();
        }
    }

    @Override
    public String briefAddress(Settings channelConfig) {
        try {
            return Point.of(channelConfig).brief().local();
        } catch (SettingsException e) {
            return e.getLocalizedMessage();
        }
    }

    @Override
    public Connection connect(Settings connection, DriverContext context) {
        try {
            return new ModbusConnection(LinkSettings.of(connection), context.clock());
        } catch (SettingsException e) {
            return new MisconfiguredConnection(e);
        }
    }

    @Override
    public Reading test(Settings channelConfig, Duration limit) {
        try {
            LinkSettings link = LinkSettings.of(channelConfig).within(Math.max(1, limit.toMillis()));
            return new TrialReading(link, Point.of(channelConfig), TimeSource.system()).take();
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        }
    }
}
