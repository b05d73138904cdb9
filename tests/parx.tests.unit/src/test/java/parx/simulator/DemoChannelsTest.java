package parx.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.driver.Reading;
import parx.driver.SettingsCheck;
import parx.driver.modbus.ModbusDriver;
import parx.model.Channel;
import parx.model.StorageRule;

/** The demo's channels, read by ParX's own driver from the line that they were made for. */
class DemoChannelsTest {
    private final ModbusDriver driver = new ModbusDriver();

    @Test
    void everyChannelReadsWhatThePlantSays() throws Exception {
        Plant reference = new Plant(3);
        PlantUnit line = new PlantUnit(new Plant(3));
        for (int i = 0; i < 2000; i++) {
            line.advance(0.05);
            reference.step(0.05);
        }
        try (ModbusServer server = new ModbusServer(0, line, Duration.ZERO)) {
            List<Channel> channels = DemoChannels.channels(server.port());
            for (int i = 0; i < channels.size(); i++) {
                Channel channel = channels.get(i);
                Point point = RegisterMap.points().get(i);
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
    void idsAndNamesAreUniqueAndOneConnectionServesThemAll() {
        List<Channel> channels = DemoChannels.channels(5502);
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        Set<String> connections = new HashSet<>();
        for (Channel channel : channels) {
            assertTrue(ids.add(channel.id()) && names.add(channel.name()), channel.name());
            connections.add(driver.connectionName(channel.config()));
        }
        assertEquals(1, connections.size());
        assertTrue(channels.size() >= 40, channels.size() + " channels");
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
