package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.driver.opcua.OpcUaDriver;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.ui.NumberText;

/** The channel editor with the settings of the OPC UA driver. */
final class OpcUaChannelFormTest {
    private final Driver driver = new OpcUaDriver(() -> Path.of("nowhere"));
    private final Drivers drivers = new Drivers() {
        @Override
        public Optional<Driver> of(Protocol protocol) {
            return protocol == Protocol.OPC_UA ? Optional.of(driver) : Optional.empty();
        }

        @Override
        public List<Driver> all() {
            return List.of(driver);
        }
    };
    private final EditorModel model = new EditorModel(drivers, new NumberText(Locale.ENGLISH),
            new Channel("ch-001", "Line speed", Protocol.OPC_UA, true, Settings.EMPTY, ChannelMetadata.NONE), true, Set.of()::contains);

    @Test
    void aNewChannelIsWrittenAsTheSpecificationHasIt() {
        model.set("setting.endpoint", "opc.tcp://192.168.1.30:4840");
        model.set("setting.nodeId", "ns=2;s=LineSpeed");
        assertEquals(Map.of(), model.problems());
        assertEquals(Settings.with("endpoint", "opc.tcp://192.168.1.30:4840", "securityMode", "None", "nodeId", "ns=2;s=LineSpeed",
                "mode", "subscribe"), model.channel().config());
        assertEquals("OPC UA opc.tcp://192.168.1.30:4840", model.connectionName().orElseThrow());
        assertEquals("ns=2;s=LineSpeed", model.address());
    }

    @Test
    void whatIsWrongIsSaidAtItsField() {
        assertEquals(Set.of("setting.endpoint", "setting.nodeId"), model.problems().keySet());
        model.set("setting.endpoint", "192.168.1.30");
        model.set("setting.nodeId", "LineSpeed");
        model.set("setting.index", "first");
        Map<String, String> problems = model.problems();
        assertEquals(Set.of("setting.endpoint", "setting.nodeId", "setting.index"), problems.keySet());
        assertTrue(problems.get("setting.nodeId").contains("ns=2;s=Line.Speed"), problems.toString());
        model.set("setting.endpoint", "opc.tcp://192.168.1.30");
        model.set("setting.nodeId", "nsu=urn:plant;s=LineSpeed");
        model.set("setting.index", "3");
        assertEquals(Map.of(), model.problems());
        assertEquals("nsu=urn:plant;s=LineSpeed[3]", model.address());
    }

    @Test
    void whatBelongsToTheConnectionIsNotInTheChannelsForm() {
        assertFalse(model.settings().stream().anyMatch(setting -> Set.of("user", "password", "securityPolicy").contains(setting.key())));
    }
}
