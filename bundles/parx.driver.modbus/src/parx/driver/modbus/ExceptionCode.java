package parx.driver.modbus;

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
    static String sentence(int code) {
        return switch (code) {
            case ILLEGAL_FUNCTION -> "does not know this function (exception 1): check the table, "
                    + "for instance holding (4…) against input registers (3…)";
            case ILLEGAL_DATA_ADDRESS -> "has no such address (exception 2): check the register number "
                    + "and whether the data sheet counts from 0 or from 1";
            case ILLEGAL_DATA_VALUE -> "does not accept the value or the number of registers (exception 3): "
                    + "check the allowed range, or lower the registers per request";
            case DEVICE_FAILURE -> "failed while answering (exception 4): look at the device's own diagnosis";
            case ACKNOWLEDGE -> "needs long to answer (exception 5): raise the response time-out or scan more slowly";
            case DEVICE_BUSY -> "is busy (exception 6): scan more slowly, or lower the requests in flight";
            case 7 -> "cannot do this now (exception 7): look at the device's own diagnosis";
            case 8 -> "found a memory error in itself (exception 8): look at the device's own diagnosis";
            case GATEWAY_PATH_UNAVAILABLE -> "is behind a gateway that has no path to it (exception 10): "
                    + "check the unit id and the gateway's table of units";
            case GATEWAY_TARGET_SILENT -> "does not answer its gateway (exception 11): "
                    + "check the unit id, and the device's power and bus wiring";
            default -> "answers with exception " + code + ", which the protocol does not define: see its manual";
        };
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
