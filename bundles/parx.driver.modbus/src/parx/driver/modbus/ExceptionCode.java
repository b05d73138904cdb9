package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import parx.model.Sentence;

/** The exception codes of the Modbus application protocol, section 7, in plain words. Pure, any thread. */
final class ExceptionCode {
    static final int ILLEGAL_FUNCTION = 1;
    static final int ILLEGAL_DATA_ADDRESS = 2;
    static final int ILLEGAL_DATA_VALUE = 3;
    static final int DEVICE_FAILURE = 4;
    static final int ACKNOWLEDGE = 5;
    static final int DEVICE_BUSY = 6;
    static final int GATEWAY_PATH_UNAVAILABLE = 0x0A;
    static final int GATEWAY_TARGET_SILENT = 0x0B;

    private ExceptionCode() {
    }

    /** What the device said and what to do next, without naming the device. */
    static Sentence sentence(int code) {
        String key = "exception." + code;
        return TEXTS.has(key) ? TEXTS.of(key) : TEXTS.of("exception.other", code);
    }

    /** Whether it is the gateway that speaks, of a unit that it cannot reach. */
    static boolean unitUnreachable(int code) {
        return code == GATEWAY_PATH_UNAVAILABLE || code == GATEWAY_TARGET_SILENT;
    }

    /** Whether the same request may well succeed a moment later. */
    static boolean passing(int code) {
        return code == ACKNOWLEDGE || code == DEVICE_BUSY;
    }

    /** Whether a smaller request for part of the same addresses may succeed. */
    static boolean mayDependOnAddresses(int code) {
        return code == ILLEGAL_DATA_ADDRESS || code == ILLEGAL_DATA_VALUE || code == DEVICE_FAILURE;
    }
}
