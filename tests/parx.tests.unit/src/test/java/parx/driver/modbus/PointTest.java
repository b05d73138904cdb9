package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.driver.SettingsCheck;
import parx.model.Protocol;
import parx.model.Settings;

class PointTest {
    private final ModbusDriver driver = new ModbusDriver();

    private String describe(Object... config) {
        return driver.describeAddress(Settings.with(config));
    }

    private List<SettingProblem> check(Object... config) {
        return driver.check(Settings.with("host", "plc").overlay(Settings.with(config)));
    }

    @Test
    void anAddressShowsBothNotations() {
        assertEquals("holding register 40001 (address 0), float CDAB",
                describe("register", 40001, "dataType", "float", "byteOrder", "CDAB"));
        assertEquals("input register 30010 (address 9), int16", describe("table", "input", "address", 9, "dataType", "int16"));
        assertEquals("coil 00001 (address 0), bool", describe("register", "00001"));
        assertEquals("discrete input 10002 (address 1), bool", describe("register", "10002"));
        assertEquals("holding register 410000 (address 9999), uint16", describe("register", "410000"));
        assertEquals("holding register 40001 (address 0), uint16", describe("register", "400001"));
        assertEquals("unit 7, holding register 465536 (address 65535), bit 3", describe("register", 465536, "unitId", 7, "bit", 3));
        assertEquals("holding register 40005 (address 4), string of 20 characters",
                describe("register", 40005, "dataType", "string", "length", 20));
    }

    @Test
    void registersThatDoNotExistOrAreAmbiguousAreRefusedWithASentence() {
        for (Object wrong : List.of(0, 1, 40000, 50001, 20001, 465537, "x", "4000001", -1, "1")) {
            List<SettingProblem> problems = check("register", wrong);
            assertEquals("register", problems.getFirst().key(), "register " + wrong);
            assertTrue(problems.getFirst().sentence().contains(String.valueOf(wrong)), problems.toString());
        }
        assertEquals("register", check().getFirst().key());
        assertEquals("address", check("table", "holding").getFirst().key());
    }

    @Test
    void bothNotationsMayBeGivenWhereTheyAgree() {
        assertEquals(List.of(), check("register", 40011, "table", "holding", "address", 10));
        assertEquals("address", check("register", 40011, "address", 11).getFirst().key());
        assertEquals("table", check("register", 40011, "table", "input").getFirst().key());
    }

    @Test
    void typesThatDoNotFitTheirTableOrItsEndAreRefused() {
        assertEquals("dataType", check("register", "00001", "dataType", "int16").getFirst().key());
        assertEquals("dataType", check("register", "465536", "dataType", "float").getFirst().key());
        assertEquals("bit", check("register", 40001, "dataType", "int16", "bit", 2).getFirst().key());
        assertEquals("bit", check("register", 10001, "bit", 2).getFirst().key());
        assertEquals("length", check("register", 40001, "dataType", "string").getFirst().key());
        assertEquals("unitId", check("register", 40001, "unitId", 256).getFirst().key());
        assertEquals("unitId", check("register", 40001, "unitId", "one").getFirst().key());
        assertEquals("unitId", check("register", 40001, "unitId", 0, "transport", "rtu-tcp").getFirst().key());
        assertEquals(List.of(), check("register", 40001, "dataType", "bcd"));
    }

    @Test
    void withoutADataTypeWholeNumbersAreReadAsTheScreenShowsThem() {
        for (Object register : List.of(40001, 30001, 10001, "00001")) {
            DataType type = Point.of(Settings.with("register", register)).type();
            assertTrue(type == DataType.UINT16 || type == DataType.BOOL, register + " is read as " + type);
        }
        assertTrue(Protocol.MODBUS.isWholeWithoutType());
    }

    @Test
    void everySettingIsDocumentedAndEveryKeyOfTheSpecificationIsKnown() {
        Set<String> seen = new HashSet<>();
        for (Setting setting : driver.settings()) {
            assertTrue(setting.help().length() > 20 && setting.help().endsWith("."), setting.key());
            assertTrue(seen.add(setting.key() + setting.scope()), setting.key() + " is there twice");
            boolean number = setting.kind() == Setting.Kind.INTEGER;
            assertTrue(!number || setting.help().contains(String.valueOf((long) setting.max())), setting.key() + " hides its range");
            assertTrue(setting.required() || SettingsCheck.check(setting, Settings.with(setting.key(), setting.standard())).isEmpty(),
                    setting.key());
        }
        Settings specification = Settings.with("host", "192.168.1.10", "port", 502, "unitId", 1, "register", 40001,
                "dataType", "float", "scaling", Settings.with("factor", 0.1, "offset", 0));
        assertEquals(List.of(), SettingsCheck.channel(driver.settings(), specification));
        assertEquals(List.of(), driver.check(specification));
        assertEquals("registr", SettingsCheck.channel(driver.settings(), specification.set("registr", 1)).getFirst().key());
    }

    @Test
    void channelsOfOneLinkShareItsNameWhateverTheirUnit() {
        Settings config = Settings.with("host", "192.168.1.10", "unitId", 3);
        assertEquals("Modbus TCP 192.168.1.10:502", driver.connectionName(config));
        assertEquals("Modbus RTU over TCP 192.168.1.10:4001",
                driver.connectionName(config.set("transport", "rtu-tcp").set("port", 4001)));
        assertEquals("Modbus RTU /dev/ttyUSB0 9600 8N2", driver.connectionName(Settings.with("transport", "serial",
                "serialPort", "/dev/ttyUSB0", "baudRate", 9600, "parity", "none", "stopBits", 2)));
        assertFalse(driver.check(Settings.with("register", 40001)).isEmpty());
    }
}
