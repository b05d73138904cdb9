package parx.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.driver.SettingsCheck;
import parx.driver.ethernetip.EthernetIpDriver;
import parx.driver.modbus.ModbusDriver;
import parx.model.Channel;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.TimeSource;

/** The demo's channels, read by ParX's own driver from the line that they were made for. */
class DemoChannelsTest {
    private final Map<Protocol, Driver> drivers = Map.of(Protocol.MODBUS, new ModbusDriver(), Protocol.ETHERNET_IP, new EthernetIpDriver());

    @Test
    void everyChannelReadsWhatThePlantSays() throws Exception {
        Plant reference = new Plant(3);
        PlantUnit line = new PlantUnit(new Plant(3));
        for (int i = 0; i < 2000; i++) {
            line.advance(0.05);
            reference.step(0.05);
        }
        try (ModbusServer server = new ModbusServer(0, line, Duration.ZERO);
                CipServer controller = new CipServer(0, PlantTag.all(line), CipDevice.STANDARD)) {
            List<Channel> channels = DemoChannels.channels(server.port(), controller.port());
            List<Point> points = new ArrayList<>(RegisterMap.points());
            points.addAll(DemoChannels.atController());
            assertEquals(points.size(), channels.size());
            for (int i = 0; i < channels.size(); i++) {
                Channel channel = channels.get(i);
                Point point = points.get(i);
                Driver driver = drivers.get(channel.protocol());
                assertEquals(List.of(), SettingsCheck.channel(driver.settings(), channel.config()), channel.name());
                assertEquals(List.of(), driver.check(channel.config()), channel.name());
                Reading reading = driver.test(channel.config(), Duration.ofSeconds(60));
                assertTrue(reading.ok(), channel.name() + ": " + reading.sentence());
                if (point.text() != null) {
                    assertEquals(point.text().apply(reference), reading.text().orElseThrow().strip());
                } else {
                    double noise = 2 + 0.01 * (Double.isNaN(point.high()) ? 0 : point.high() - point.low());
                    assertEquals(point.value().applyAsDouble(reference), channel.scaling().apply(reading.value()),
                            point.stepped() ? 1e-4 : noise, channel.name());
                }
            }
        }
    }

    @Test
    void idsAndNamesAreUniqueAndOneConnectionOfEachProtocolServesThemAll() {
        List<Channel> channels = DemoChannels.channels(5502, 44_818);
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> connections = new HashSet<>();
        for (Channel channel : channels) {
            assertTrue(ids.add(channel.id()) && names.add(channel.name()), channel.name());
            connections.add(drivers.get(channel.protocol()).connectionName(channel.config()));
        }
        assertEquals(drivers.size(), connections.size());
        assertTrue(channels.size() >= 40, channels.size() + " channels");
    }

    @Test
    void theControllerHasEverySignalOfTheRegistersAtTheSameMoment() throws Exception {
        PlantUnit line = new PlantUnit(new Plant(5));
        line.advance(20);
        try (ModbusServer server = new ModbusServer(0, line, Duration.ZERO);
                CipServer controller = new CipServer(0, PlantTag.all(line), CipDevice.STANDARD)) {
            for (Channel channel : DemoChannels.channels(server.port(), controller.port())) {
                if (channel.protocol() == Protocol.MODBUS) {
                    Point point = RegisterMap.points().stream().filter(p -> p.id().equals(channel.id())).findFirst().orElseThrow();
                    Reading register = drivers.get(Protocol.MODBUS).test(channel.config(), Duration.ofSeconds(60));
                    Reading tag = drivers.get(Protocol.ETHERNET_IP).test(Settings.with("host", "127.0.0.1", "port", controller.port(),
                            "tagName", "Program:Line." + PlantTag.name(point)), Duration.ofSeconds(60));
                    assertTrue(tag.ok(), channel.name() + ": " + tag.sentence());
                    assertEquals(register.text(), tag.text());
                    if (register.text().isEmpty()) {
                        assertEquals(channel.scaling().apply(register.value()), tag.value(), 1e-4, channel.name());
                    }
                }
            }
            Settings setpoint = Settings.with("host", "127.0.0.1", "port", controller.port(), "tagName", "Program:Line.Tank1Setpoint");
            try (PollingConnection connection = (PollingConnection) drivers.get(Protocol.ETHERNET_IP).connect(setpoint,
                    new DriverContext(TimeSource.system()))) {
                connection.open();
                connection.write(setpoint, 66.5);
                assertEquals(66.5, connection.test(setpoint).value(), 1e-4);
            }
        }
    }

    @Test
    void everyNumberIsStoredByExactlyOneRule() {
        List<StorageRule> rules = DemoChannels.storageRules();
        for (Point point : RegisterMap.points()) {
            long covering = rules.stream().filter(rule -> rule.covers(point.id())).count();
            assertEquals(point.text() == null ? 1 : 0, covering, point.name());
        }
    }
}
