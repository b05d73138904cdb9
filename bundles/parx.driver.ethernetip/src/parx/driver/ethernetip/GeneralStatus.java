package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import parx.model.Reason;
import parx.model.Sentence;

/** General status codes of CIP (volume 1, appendix B), and what Logix controllers add, for people. Pure functions, any thread. */
final class GeneralStatus {
    static final int SUCCESS = 0x00;
    static final int CONNECTION_FAILURE = 0x01;
    static final int RESOURCE_UNAVAILABLE = 0x02;
    static final int PATH_SEGMENT_ERROR = 0x04;
    static final int PATH_UNKNOWN = 0x05;
    static final int PARTIAL_TRANSFER = 0x06;
    static final int SERVICE_NOT_SUPPORTED = 0x08;
    static final int OBJECT_STATE_CONFLICT = 0x0C;
    static final int PRIVILEGE_VIOLATION = 0x0F;
    static final int DEVICE_STATE_CONFLICT = 0x10;
    static final int EMBEDDED_SERVICE_ERROR = 0x1E;
    static final int GENERAL_ERROR = 0xFF;
    /** Additional status of Logix: the index or offset lies beyond the tag's end. */
    static final int BEYOND_THE_END = 0x2105;
    /** Additional status of Logix: a value of this type does not fit the tag. */
    static final int TYPE_MISMATCH = 0x2107;

    private GeneralStatus() {
    }

    /** Whether the controller says that there is no such tag, element or member. */
    static boolean unknown(int status, int extended) {
        return status == PATH_SEGMENT_ERROR || status == PATH_UNKNOWN
                || status == GENERAL_ERROR && extended == BEYOND_THE_END;
    }

    /** Whether it may be over in a moment. */
    static boolean passing(int status) {
        return status == RESOURCE_UNAVAILABLE || status == OBJECT_STATE_CONFLICT || status == DEVICE_STATE_CONFLICT
                || status == CONNECTION_FAILURE;
    }

    static Reason reason(int status, int extended) {
        return unknown(status, extended) ? Reason.NO_SUCH_ADDRESS : Reason.DEVICE_ERROR;
    }

    /** Goes after "The controller ": what it says and what to do. */
    static Sentence sentence(int status, int extended) {
        return switch (status) {
            case PATH_SEGMENT_ERROR, PATH_UNKNOWN -> TEXTS.of("status.unknown");
            case RESOURCE_UNAVAILABLE -> TEXTS.of("status.resources");
            case SERVICE_NOT_SUPPORTED -> TEXTS.of("status.service");
            case PRIVILEGE_VIOLATION -> TEXTS.of("status.privilege");
            case OBJECT_STATE_CONFLICT, DEVICE_STATE_CONFLICT -> TEXTS.of("status.state");
            case CONNECTION_FAILURE -> TEXTS.of("status.route", code(status, extended));
            case GENERAL_ERROR -> switch (extended) {
                case BEYOND_THE_END -> TEXTS.of("status.beyond");
                case TYPE_MISMATCH -> TEXTS.of("status.type");
                default -> TEXTS.of("status.other", code(status, extended));
            };
            default -> TEXTS.of("status.other", code(status, extended));
        };
    }

    /** "CIP status 0x01, 0x0312". */
    static String code(int status, int extended) {
        return "CIP status 0x%02X".formatted(status) + (extended == 0 ? "" : ", 0x%04X".formatted(extended));
    }
}
