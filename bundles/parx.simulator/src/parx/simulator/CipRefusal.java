package parx.simulator;

/** A request that the simulated controller does not carry out, with the status codes of CIP. Immutable, any thread. */
final class CipRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    static final int CONNECTION_FAILURE = 0x01;
    static final int PATH_SEGMENT_ERROR = 0x04;
    static final int PATH_UNKNOWN = 0x05;
    static final int PARTIAL_TRANSFER = 0x06;
    static final int SERVICE_NOT_SUPPORTED = 0x08;
    static final int PRIVILEGE_VIOLATION = 0x0F;
    static final int REPLY_TOO_LARGE = 0x11;
    static final int NOT_ENOUGH_DATA = 0x13;
    static final int ATTRIBUTE_NOT_SUPPORTED = 0x14;
    static final int TOO_MUCH_DATA = 0x15;
    static final int EMBEDDED_SERVICE_ERROR = 0x1E;
    static final int GENERAL_ERROR = 0xFF;
    static final int BEYOND_THE_END = 0x2105;
    static final int TYPE_MISMATCH = 0x2107;

    private final int status;
    private final int extended;

    CipRefusal(int status) {
        this(status, 0);
    }

    /** @param extended 0 for none */
    CipRefusal(int status, int extended) {
        super("CIP status 0x%02X 0x%04X".formatted(status, extended), null, false, false);
        this.status = status;
        this.extended = extended;
    }

    int status() {
        return status;
    }

    int extended() {
        return extended;
    }
}
