package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.driver.modbus.Taken.item;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.model.Reason;

/** Writing to devices that know only some of the functions for it. */
@Timeout(120)
class WriteFallbackTest {
    /** One coil and one register that hold what is written, by the functions that it knows. */
    private static final class Memory implements TestDevice.Behaviour {
        final List<String> written = new CopyOnWriteArrayList<>();
        private final Set<Integer> known;
        private int coil;
        private byte[] register;

        Memory(int register, Integer... known) {
            this.register = new byte[] {(byte) (register >> 8), (byte) register};
            this.known = Set.of(known);
        }

        @Override
        public synchronized void answer(TestDevice.Asked asked) throws java.io.IOException {
            byte[] pdu = asked.pdu;
            byte[] reply = known.contains((int) pdu[0]) ? reply(pdu) : asked.refusal(ExceptionCode.ILLEGAL_FUNCTION);
            asked.send(asked.frame(asked.id, asked.unit, reply));
        }

        private byte[] reply(byte[] pdu) {
            if (pdu[0] > 4) {
                written.add(HexFormat.of().formatHex(pdu));
            }
            switch (pdu[0]) {
                case 1 -> {
                    return new byte[] {1, 1, (byte) coil};
                }
                case 3 -> {
                    return new byte[] {3, 2, register[0], register[1]};
                }
                case 6 -> register = Arrays.copyOfRange(pdu, 3, 5);
                case 15 -> coil = pdu[6] & 1;
                case 16 -> register = Arrays.copyOfRange(pdu, 6, 8);
                default -> throw new IllegalStateException("function " + pdu[0]);
            }
            return Arrays.copyOf(pdu, 5);
        }
    }

    private static PollingConnection open(TestDevice device) throws DriverException {
        PollingConnection connection = Taken.connect(Taken.device(device.port()));
        connection.open();
        return connection;
    }

    @Test
    void aCoilIsWrittenByFunction15WhereTheDeviceDoesNotKnow5() throws Exception {
        Memory memory = new Memory(0, 1, 15);
        try (TestDevice device = new TestDevice(memory); PollingConnection connection = open(device)) {
            connection.write(item(1, "table", "coil", "address", 7), 1.0);
            connection.write(item(1, "table", "coil", "address", 7), 0.0);
            assertEquals(List.of("0f000700010101", "0f000700010100"), memory.written);
        }
    }

    @Test
    void aBitIsChangedByReadingAndWritingWhereTheDeviceDoesNotKnowMasks() throws Exception {
        Memory memory = new Memory(0xA5A5, 3, 6);
        try (TestDevice device = new TestDevice(memory); PollingConnection connection = open(device)) {
            connection.write(item(1, "register", 40008, "bit", 1), 1.0);
            connection.write(item(1, "register", 40008, "bit", 15), 0.0);
            connection.write(item(1, "register", 40008, "bit", 8, "byteOrder", "BADC"), 0.0);
            assertEquals(List.of("060007a5a7", "06000725a7", "06000725a6"), memory.written);
        }
    }

    @Test
    void aBitIsChangedByFunction16WhereTheDeviceKnowsNeitherMasksNor6() throws Exception {
        Memory memory = new Memory(0x0001, 3, 16);
        try (TestDevice device = new TestDevice(memory); PollingConnection connection = open(device)) {
            connection.write(item(1, "register", 40008, "bit", 9), 1.0);
            assertEquals(List.of("100007000102" + "0201"), memory.written);
        }
    }

    @Test
    void aDeviceThatKnowsNoFunctionForItSaysSo() throws Exception {
        try (TestDevice device = new TestDevice(new Memory(0, 1, 3)); PollingConnection connection = open(device)) {
            DriverException e = assertThrows(DriverException.class, () -> connection.write(item(1, "table", "coil", "address", 7), 1.0));
            assertEquals(Reason.DEVICE_ERROR, e.reason());
            assertTrue(e.getMessage().contains("coil 00008 (address 7)"), e.getMessage());
        }
    }
}
