package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Arrays;
import java.util.List;
import parx.model.Sentence;

/** Neighbouring channels that one request reads. Owned by the io thread. */
final class Block {
    /** One channel and where it is. @param channel handle in the channel index */
    record Entry(int channel, Point point) {
    }

    final UnitPlan unit;
    final Table table;
    final int address;
    final int count;
    /** Ascending by address. */
    final Entry[] entries;
    final Request request;
    /** Whether it asks again for addresses that were refused before. */
    final boolean again;
    /** Tries in this scan. */
    int tries;
    /** Indices of the entries where the plan before this one began a request. */
    private final int[] seams;

    Block(UnitPlan unit, List<Entry> ascending, boolean again) {
        this(unit, ascending, again, new int[0]);
    }

    Block(UnitPlan unit, List<Entry> ascending, boolean again, int[] seams) {
        this.unit = unit;
        this.seams = seams;
        this.entries = ascending.toArray(Entry[]::new);
        this.again = again;
        table = entries[0].point().table();
        address = entries[0].point().address();
        count = Arrays.stream(entries).mapToInt(e -> e.point().end()).max().orElseThrow() - address;
        request = Request.read(unit.unit, table, address, count, this);
    }

    /** Whether it cannot be made smaller: all its channels read the very same registers. */
    boolean isAtomic() {
        Point first = entries[0].point();
        for (Entry entry : entries) {
            if (entry.point().address() != first.address() || entry.point().width() != first.width()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Two smaller blocks: parted where the plan before was, because that is known to be answered; else at the widest
     * gap, because registers that nobody asked for are the likeliest to be refused; without a gap, in the middle.
     */
    Block[] split() {
        int at = seams.length > 0 ? seams[seams.length / 2] : widestGap();
        return part(at == 0 ? middle() : at);
    }

    private Block[] part(int at) {
        List<Entry> all = Arrays.asList(entries);
        int[] left = Arrays.stream(seams).filter(seam -> seam < at).toArray();
        int[] right = Arrays.stream(seams).filter(seam -> seam > at).map(seam -> seam - at).toArray();
        return new Block[] {new Block(unit, all.subList(0, at), again, left),
            new Block(unit, all.subList(at, entries.length), again, right)};
    }

    private int widestGap() {
        int at = 0;
        int widest = 0;
        int end = entries[0].point().end();
        for (int i = 1; i < entries.length; i++) {
            int gap = entries[i].point().address() - end;
            if (gap > widest) {
                widest = gap;
                at = i;
            }
            end = Math.max(end, entries[i].point().end());
        }
        return at;
    }

    /** The nearest place to the middle where the address or the width changes, so that equal channels stay together. */
    private int middle() {
        int middle = entries.length / 2;
        for (int distance = 0; distance < entries.length; distance++) {
            if (middle - distance > 0 && differs(middle - distance)) {
                return middle - distance;
            }
            if (middle + distance < entries.length && differs(middle + distance)) {
                return middle + distance;
            }
        }
        throw new IllegalStateException("a block of equal channels cannot be split");
    }

    private boolean differs(int i) {
        Point before = entries[i - 1].point();
        Point here = entries[i].point();
        return before.address() != here.address() || before.width() != here.width();
    }

    /** "holding registers 40001 to 40010 (addresses 0 to 9)", for sentences. */
    Sentence describe() {
        int last = address + count - 1;
        return count == 1 ? table.label().plus(" ").plus(TEXTS.of("point.address", table.notation(address), address))
                : TEXTS.of("block.range", TEXTS.of("block." + table.key()), table.notation(address), table.notation(last), address, last);
    }
}
