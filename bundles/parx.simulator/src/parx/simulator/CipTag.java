package parx.simulator;

/**
 * A tag of the simulated controller. Thread-safe: every client of the server has a thread of its own.
 */
public interface CipTag {
    /** The program that it belongs to, empty for the controller's own. */
    String program();

    String name();

    CipType type();

    /** Elements in each dimension of an array, none for a single value. At most three. */
    int[] dimensions();

    /** What it holds now, elements one behind the other, least significant byte first. @param offset of the first byte wanted */
    void read(int offset, byte[] into);

    /** @return false where it can only be read */
    default boolean write(int offset, byte[] bytes) {
        return false;
    }

    /** How many values it has. */
    default int elements() {
        int count = 1;
        for (int size : dimensions()) {
            count *= size;
        }
        return count;
    }
}
