package parx.driver.modbus;

import static parx.driver.Setting.channel;
import static parx.driver.Setting.connection;
import static parx.driver.Setting.device;

import java.util.Arrays;
import java.util.List;
import parx.driver.CommonSettings;
import parx.driver.Setting;
import parx.driver.Setting.Choice;

/** Every setting of the driver, in the order of its form. Immutable, any thread. */
final class SettingsForm {
    private static final String OVER_TCP = "transport=tcp|rtu-tcp";
    private static final String OVER_SERIAL = "transport=serial";

    private SettingsForm() {
    }

    static List<Setting> all() {
        List<Setting> all = new java.util.ArrayList<>(deviceSettings());
        all.addAll(channelSettings());
        all.addAll(connectionSettings());
        return List.copyOf(all);
    }

    private static List<Setting> deviceSettings() {
        return List.of(
                device("transport", "Transport").choice(new Choice("tcp", "Modbus TCP"),
                        new Choice("rtu-tcp", "Modbus RTU over TCP"), new Choice("serial", "Modbus RTU, serial")).standard("tcp")
                        .help("How the device is reached. Most devices with a network socket speak Modbus TCP; simple serial "
                                + "servers pass RTU frames over TCP."),
                device("host", "Host").text(253).required().onlyIf(OVER_TCP)
                        .help("Name or IP address of the device or gateway, such as 192.168.1.10."),
                device("port", "Port").integer(1, 65_535).standard(502).onlyIf(OVER_TCP)
                        .help("TCP port, 1 to 65535. Modbus TCP uses 502 unless the device says otherwise."),
                device("serialPort", "Serial port").text(255).required().onlyIf(OVER_SERIAL)
                        .help("Name of the port in the operating system, such as /dev/ttyUSB0 or COM3."),
                device("baudRate", "Baud rate").integer(300, 4_000_000).unit("baud").standard(19_200).onlyIf(OVER_SERIAL)
                        .help("300 to 4000000; the same for every unit on the bus. Often 9600 or 19200."),
                device("parity", "Parity").choice(new Choice("none", "None"), new Choice("even", "Even"),
                        new Choice("odd", "Odd")).standard("even").onlyIf(OVER_SERIAL)
                        .help("The protocol asks for even parity; without parity it asks for two stop bits."),
                device("dataBits", "Data bits").integer(7, 8).standard(8).onlyIf(OVER_SERIAL)
                        .help("7 or 8. Modbus RTU needs 8."),
                device("stopBits", "Stop bits").integer(1, 2).standard(1).onlyIf(OVER_SERIAL)
                        .help("1 or 2. One with parity, two without, unless the device says otherwise."));
    }

    private static List<Setting> channelSettings() {
        return List.of(
                channel("unitId", "Unit id").integer(0, 255).standard(1)
                        .help("0 to 255. Which device behind a gateway or on a serial bus (there 1 to 247). A device with its own "
                                + "network socket often ignores it or wants 1 or 255."),
                channel("register", "Register").text(6)
                        .help("The number from the data sheet, counted from 1, with the table in its first digit: 40001 is the "
                                + "first holding register, 30001 input register, 10001 discrete input, 00001 coil. Six digits "
                                + "beyond 9999: 410000. Instead of it, a table and an address can be given."),
                channel("table", "Table").choice(Arrays.stream(Table.values())
                        .map(t -> new Choice(t.key(), t.label())).toArray(Choice[]::new))
                        .help("Where no register is given: which of the four tables the address is in."),
                channel("address", "Address").integer(0, Point.HIGHEST_ADDRESS)
                        .help("Where no register is given: the address as it goes over the wire, counted from 0, 0 to 65535."),
                channel("dataType", "Data type").choice(dataTypes())
                        .help("How the registers are read. Coils and discrete inputs are bool. Left empty: bool for a bit, "
                                + "else uint16."),
                channel("bit", "Bit").integer(0, 15).onlyIf("dataType=bool")
                        .help("For one bit of a register: 0, the least significant, to 15. Left empty, a register is true where it "
                                + "is not 0."),
                channel("byteOrder", "Byte order").choice(new Choice("ABCD", "ABCD, big-endian"),
                        new Choice("CDAB", "CDAB, registers swapped"), new Choice("BADC", "BADC, bytes swapped"),
                        new Choice("DCBA", "DCBA, little-endian")).standard("ABCD")
                        .help("In which order the bytes come, A the most significant. Test shows the value in each order. "
                                + "64-bit values follow the same rule; text heeds only swapped bytes."),
                channel("length", "Length").integer(1, Point.MOST_CHARACTERS).unit("characters").onlyIf("dataType=string")
                        .help("Characters of a text, two to a register, 1 to 240."),
                CommonSettings.channelScanRate());
    }

    private static List<Setting> connectionSettings() {
        return List.of(
                CommonSettings.connectionScanRate(),
                CommonSettings.connectTimeout(),
                connection("timeout", "Response time-out").integer(10, 60_000).unit("ms").standard(1_000)
                        .help("How long to wait for an answer, 10 to 60000 ms. Behind a gateway longer than the gateway's own."),
                connection("retries", "Retries").integer(0, 10).standard(2)
                        .help("How often a request without an answer is sent again before the unit counts as silent, 0 to 10."),
                connection("requestsInFlight", "Requests in flight").integer(1, 16).standard(1)
                        .help("Modbus TCP only: how many requests may be under way at once, 1 to 16. More is faster where the "
                                + "device allows it; many allow one."),
                connection("maxRegisters", "Registers per request").integer(1, 125).standard(125)
                        .help("The most registers that one request reads, 1 to 125. Lower it where the device allows fewer. One "
                                + "value is always read whole."),
                connection("maxBits", "Bits per request").integer(1, 2_000).standard(2_000)
                        .help("The most coils or discrete inputs that one request reads, 1 to 2000."),
                connection("gap", "Gap").integer(0, 124).unit("registers").standard(8)
                        .help("So many registers (times 16: coils) may be read in vain to merge two requests, 0 to 124. 0 where the "
                                + "device must not be asked for registers between channels."),
                CommonSettings.firstReconnect(),
                CommonSettings.longestReconnect(),
                connection("deadUnitRetry", "Retry of a silent unit").integer(1, 3_600).unit("s").standard(10)
                        .help("A unit that does not answer is asked again only so often, so that it does not slow the others, 1 to "
                                + "3600 s."),
                connection("quarantineRetry", "Retry of refused addresses").integer(1, 86_400).unit("s").standard(60)
                        .help("Addresses that the device refuses are left out and asked again only so often, 1 to 86400 s."),
                connection("readBackBy23", "Write and read back in one").flag().standard(false)
                        .help("Writes registers with function 23, which reads them back in the same request. For devices that "
                                + "support it; others are written as usual."));
    }

    private static Choice[] dataTypes() {
        Choice[] all = new Choice[DataType.values().length + 1];
        for (DataType type : DataType.values()) {
            all[type.ordinal()] = new Choice(type.key(), type.label());
        }
        all[all.length - 1] = new Choice("bcd", "BCD, 4 digits (same as bcd16)");
        return all;
    }
}
