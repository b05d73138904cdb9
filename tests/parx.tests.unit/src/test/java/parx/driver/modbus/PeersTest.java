package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.driver.modbus.Taken.item;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;
import parx.model.Settings;

/** The driver against servers that are not of its own making: pymodbus and j2mod, over TCP, RTU over TCP and serial. */
@Timeout(300)
class PeersTest {
    private static final int SIZE = 2_000;

    @TempDir
    private Path folder;

    private static List<PollItem> everything(int perTable) {
        List<PollItem> items = new ArrayList<>();
        for (Table table : Table.values()) {
            for (int unit = 1; unit <= 2; unit++) {
                for (int address = 0; address < perTable; address++) {
                    items.add(item(items.size(), "table", table.key(), "address", address, "unitId", unit));
                }
            }
        }
        return items;
    }

    private static double expected(Settings config) {
        int address = config.integer("address", 0);
        int unit = config.integer("unitId", 0);
        return switch (config.text("table", "")) {
            case "holding" -> address * 7 + unit & 0xFFFF;
            case "input" -> address * 7 + unit + 1 & 0xFFFF;
            default -> address % 3 == 0 ? 1 : 0;
        };
    }

    private static void assertReadsEverything(PollingConnection connection, int perTable) throws DriverException {
        List<PollItem> items = everything(perTable);
        PollPlan plan = connection.plan(items);
        for (int round = 0; round < 3; round++) {
            Taken taken = Taken.poll(connection, plan);
            assertEquals(items.size(), taken.values.size());
            for (PollItem item : items) {
                assertEquals(expected(item.config()), taken.values.get(item.channel()), item.config().toString());
            }
        }
    }

    private static double read(PollingConnection connection, PollItem item) throws DriverException {
        return Taken.poll(connection, connection.plan(List.of(item))).values.get(item.channel());
    }

    private static void assertWrites(PollingConnection connection) throws DriverException {
        Object[][] writes = {{"int16", -5.0}, {"uint16", 65_000.0}, {"int32", -70_000.0}, {"uint32", 4e9}, {"float", 1.5},
            {"double", -0.1}, {"int64", 1e15}, {"bcd32", 12_345_678.0}};
        int address = 100;
        for (Object[] write : writes) {
            for (WordOrder order : WordOrder.values()) {
                PollItem item = item(1, "table", "holding", "address", address, "dataType", write[0], "byteOrder", order.name());
                connection.write(item, write[1]);
                assertEquals(write[1], read(connection, item), item.config().toString());
                address += 4;
            }
        }
        PollItem text = item(1, "table", "holding", "address", 300, "dataType", "string", "length", 12);
        connection.write(text, "COIL 4711");
        assertEquals("COIL 4711", Taken.poll(connection, connection.plan(List.of(text))).texts.get(1));
        PollItem coil = item(1, "table", "coil", "address", 7);
        connection.write(coil, 1.0);
        assertEquals(1, read(connection, coil));
        connection.write(coil, 0.0);
        assertEquals(0, read(connection, coil));
        PollItem register = item(1, "table", "holding", "address", 310, "dataType", "uint16");
        connection.write(register, 0xA5A5 * 1.0);
        connection.write(item(1, "table", "holding", "address", 310, "bit", 1), 1.0);
        connection.write(item(1, "table", "holding", "address", 310, "bit", 15), 0.0);
        assertEquals(0x25A7, read(connection, register));
        PollItem input = item(1, "register", 30001);
        assertTrue(assertThrows(DriverException.class, () -> connection.write(input, 1.0)).getMessage().contains("only be read"));
    }

    @Test
    void pymodbusIsReadAndWrittenOverTcp() throws Exception {
        int port = Peer.freePort();
        try (Peer peer = Peer.pymodbus("tcp", String.valueOf(port));
                PollingConnection connection = Taken.connect(Taken.device(port, "timeout", 20_000))) {
            connection.open();
            assertReadsEverything(connection, 500);
            assertWrites(connection);
            DriverException e = assertThrows(DriverException.class, () -> connection.write(item(1, "register", 43_000), 1.0));
            assertEquals(Reason.NO_SUCH_ADDRESS, e.reason());
            assertTrue(e.getMessage().contains("43000 (address 2999)"), e.getMessage());
            Taken beyond = Taken.poll(connection, connection.plan(List.of(item(1, "register", 42_000), item(2, "register", 42_001))));
            assertEquals(Reason.NONE, beyond.reasons.get(1));
            assertEquals(Reason.NO_SUCH_ADDRESS, beyond.reasons.get(2));
        }
    }

    @Test
    void pymodbusIsReadWithSeveralRequestsInFlight() throws Exception {
        int port = Peer.freePort();
        try (Peer peer = Peer.pymodbus("tcp", String.valueOf(port));
                PollingConnection connection = Taken.connect(Taken.device(port, "timeout", 20_000, "requestsInFlight", 16))) {
            connection.open();
            assertReadsEverything(connection, 1_000);
        }
    }

    @Test
    void pymodbusIsReadAndWrittenWithFunction23() throws Exception {
        int port = Peer.freePort();
        try (Peer peer = Peer.pymodbus("tcp", String.valueOf(port));
                PollingConnection connection = Taken.connect(Taken.device(port, "timeout", 20_000, "readBackBy23", true))) {
            connection.open();
            assertWrites(connection);
        }
    }

    @Test
    void pymodbusIsReadAndWrittenOverRtuOverTcp() throws Exception {
        int port = Peer.freePort();
        try (Peer peer = Peer.pymodbus("rtu-tcp", String.valueOf(port)); PollingConnection connection = Taken.connect(
                Taken.device(port, "transport", "rtu-tcp", "timeout", 20_000))) {
            connection.open();
            assertReadsEverything(connection, 300);
            assertWrites(connection);
        }
    }

    @Test
    void pymodbusIsReadAndWrittenOverASerialLine() throws Exception {
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");
        try (Peer wire = Peer.serialPair(ours, theirs); Peer peer = Peer.pymodbus("serial", theirs.toString());
                PollingConnection connection = Taken.connect(Settings.with("transport", "serial", "serialPort", Peer.device(ours),
                        "parity", "none", "timeout", 5_000))) {
            connection.open();
            assertReadsEverything(connection, 100);
            assertWrites(connection);
        }
    }

    @Test
    void j2modIsReadAndWrittenOverTcp() throws Exception {
        int port = Peer.freePort();
        ModbusSlave slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 4, false);
        try (PollingConnection connection = Taken.connect(Taken.device(port, "timeout", 20_000))) {
            serve(slave);
            connection.open();
            assertReadsEverything(connection, 500);
            assertWrites(connection);
        } finally {
            ModbusSlaveFactory.close(slave);
        }
    }

    @Test
    void j2modIsReadAndWrittenOverRtuOverTcp() throws Exception {
        int port = Peer.freePort();
        ModbusSlave slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 4, true);
        try (PollingConnection connection = Taken.connect(Taken.device(port, "transport", "rtu-tcp", "timeout", 20_000))) {
            serve(slave);
            connection.open();
            assertReadsEverything(connection, 200);
            assertWrites(connection);
        } finally {
            ModbusSlaveFactory.close(slave);
        }
    }

    private static void serve(ModbusSlave slave) throws ModbusException {
        for (int unit = 1; unit <= 2; unit++) {
            SimpleProcessImage image = new SimpleProcessImage(unit);
            for (int address = 0; address < SIZE; address++) {
                image.addDigitalOut(new SimpleDigitalOut(address % 3 == 0));
                image.addDigitalIn(new SimpleDigitalIn(address % 3 == 0));
                image.addRegister(new SimpleRegister(address * 7 + unit & 0xFFFF));
                image.addInputRegister(new SimpleInputRegister(address * 7 + unit + 1 & 0xFFFF));
            }
            slave.addProcessImage(unit, image);
        }
        slave.open();
    }
}
