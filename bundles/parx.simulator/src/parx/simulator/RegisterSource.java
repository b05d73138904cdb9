package parx.simulator;

/**
 * The content of a simulated device. Thread-safe: every client of the server has a thread of its own.
 * Addresses are zero-based, as they go over the wire. Reads and writes answer 0, or a Modbus exception code.
 */
public interface RegisterSource {
    int OK = 0;
    int ILLEGAL_FUNCTION = 1;
    int ILLEGAL_ADDRESS = 2;
    int NO_SUCH_UNIT = 11;

    /**
     * Reads registers.
     *
     * @param function 3 for holding, 4 for input registers
     * @param into     filled whole from this address on
     */
    int registers(int unit, int function, int address, short[] into);

    /** Reads bits. @param function 1 for coils, 2 for discrete inputs */
    default int bits(int unit, int function, int address, boolean[] into) {
        return ILLEGAL_FUNCTION;
    }

    /** Writes holding registers. */
    default int write(int unit, int address, short[] values) {
        return ILLEGAL_FUNCTION;
    }

    /** Writes coils. */
    default int writeBits(int unit, int address, boolean[] values) {
        return ILLEGAL_FUNCTION;
    }

    /** Told when the answer to a read was handed over to the network whole. */
    default void answered(int unit, int function, int address, int count) {
    }
}
