package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import parx.driver.AddressSpace;
import parx.driver.Connection;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.MisconfiguredConnection;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.model.ConfigurationFolder;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/**
 * OPC UA over TCP. The library is loaded with the first connection, not before: a site without OPC UA pays nothing for
 * it. An OSGi component; thread-safe.
 */
@Component(service = Driver.class)
public final class OpcUaDriver implements Driver {
    private final List<Setting> settings = SettingsForm.all(TEXTS);
    private final CertificateFolders certificates;

    @Activate
    public OpcUaDriver(@Reference ConfigurationFolder configuration) {
        certificates = new CertificateFolders(configuration.path());
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPC_UA;
    }

    @Override
    public List<Setting> settings() {
        return settings;
    }

    @Override
    public String connectionName(Settings channelConfig) {
        return ServerSettings.of(channelConfig).connectionName();
    }

    @Override
    public List<SettingProblem> check(Settings channelConfig) {
        List<SettingProblem> problems = new ArrayList<>();
        check(problems, () -> ServerSettings.of(channelConfig));
        check(problems, () -> NodeAddress.whole(channelConfig));
        check(problems, () -> NodeAddress.index(channelConfig));
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
            return NodeAddress.of(channelConfig).describe();
        } catch (SettingsException e) {
            return e.getLocalizedMessage();
        }
    }

    @Override
    public long quietMillis(long scanMillis) {
        return Math.max(UaConnection.QUIET_MILLIS, scanMillis);
    }

    @Override
    public Connection connect(Settings connection, DriverContext context) {
        try {
            return new UaConnection(ServerSettings.of(connection), certificates, context.clock());
        } catch (SettingsException e) {
            return new MisconfiguredConnection(e);
        }
    }

    @Override
    public Reading test(Settings channelConfig, Duration limit) {
        try {
            ServerSettings server = ServerSettings.of(channelConfig).within(Math.max(1, limit.toMillis()));
            NodeAddress.of(channelConfig);
            UaConnection own = new UaConnection(server, certificates, TimeSource.system());
            try {
                own.open();
                return own.test(channelConfig);
            } finally {
                own.close();
            }
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        } catch (DriverException e) {
            return Reading.failed(e.reason(), e.getLocalizedMessage(), 0);
        }
    }

    @Override
    public Optional<AddressSpace> addressSpace(Settings connection) {
        return Optional.of(new UaAddressSpace(ServerSettings.of(connection), certificates));
    }
}
