package parx.driver.ethernetip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tag or a member that was found in a controller. Immutable, any thread.
 *
 * @param name       of a tag with its program's: "Program:Main.Speed"; of a member its own
 * @param type       empty for a structure, and for a type that no channel can have
 * @param template   of a structure, 0 for others
 * @param dimensions of an array, none for a single value; an array of bits has as many as it has bits
 */
record BrowsedTag(String name, Optional<DataType> type, int template, List<Long> dimensions) {
    private static final int STRUCTURE = 0x8000;
    private static final int DIMENSIONS_AT = 13;
    private static final int MOST_DIMENSIONS = 3;
    private static final int TEMPLATE = 0x0FFF;
    private static final int ELEMENTARY = 0x00FF;
    private static final int BITS_OF_WORD = 32;
    /** The template of the controller's own text. */
    private static final int STRING = 0x0FCE;

    /** @param symbolType as the symbol object gives it @param sizes of three dimensions */
    static BrowsedTag of(String name, int symbolType, long[] sizes) {
        boolean structure = (symbolType & STRUCTURE) != 0;
        int template = structure ? symbolType & TEMPLATE : 0;
        Optional<DataType> type = template == STRING ? Optional.of(DataType.STRING)
                : structure ? Optional.empty() : DataType.ofCode(symbolType & ELEMENTARY);
        List<Long> dimensions = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_DIMENSIONS, symbolType >> DIMENSIONS_AT & 3); i++) {
            dimensions.add(sizes[i]);
        }
        boolean bits = type.isPresent() && type.get() == DataType.DWORD && !dimensions.isEmpty();
        if (bits) {
            dimensions.set(dimensions.size() - 1, dimensions.getLast() * BITS_OF_WORD);
        }
        return new BrowsedTag(name, bits ? Optional.of(DataType.BOOL) : type, template, List.copyOf(dimensions));
    }
}
