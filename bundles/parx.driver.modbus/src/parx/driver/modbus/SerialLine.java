package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import com.fazecast.jSerialComm.SerialPort;
import java.util.Optional;
import parx.model.Settings;
import parx.model.SettingsException;

/** How a serial port is set. Immutable, any thread. @param port its name in the operating system */
record SerialLine(String port, int baudRate, int dataBits, Parity parity, int stopBits) {
    /** The check bit. */
    enum Parity {
        NONE(SerialPort.NO_PARITY, 'N'), EVEN(SerialPort.EVEN_PARITY, 'E'), ODD(SerialPort.ODD_PARITY, 'O');

        private final int code;
        private final char letter;

        Parity(int code, char letter) {
            this.code = code;
            this.letter = letter;
        }

        int code() {
            return code;
        }

        static Optional<Parity> of(String key) {
            return switch (key) {
                case "none" -> Optional.of(NONE);
                case "even" -> Optional.of(EVEN);
                case "odd" -> Optional.of(ODD);
                default -> Optional.empty();
            };
        }
    }

    /** @throws SettingsException naming the setting that is wrong or missing */
    static SerialLine of(Settings settings) {
        String port = settings.text("serialPort", "").trim();
        if (port.isEmpty()) {
            throw new SettingsException("serialPort", TEXTS.of("serialPort.missing"));
        }
        String parity = settings.nonBlank("parity", "even");
        return new SerialLine(port, settings.within("baudRate", TEXTS.of("device.baudRate"), 19_200, 300, 4_000_000),
                settings.within("dataBits", TEXTS.of("device.dataBits"), 8, 7, 8),
                Parity.of(parity).orElseThrow(() -> new SettingsException("parity", TEXTS.of("parity.unknown", parity))),
                settings.within("stopBits", TEXTS.of("device.stopBits"), 1, 1, 2));
    }

    /** "/dev/ttyUSB0 19200 8E1". */
    String describe() {
        return port + " " + baudRate + " " + dataBits + parity.letter + stopBits;
    }
}
