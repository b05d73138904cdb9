package parx.driver.modbus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import parx.driver.modbus.Block.Entry;

/** What one scan reads from one unit. Owned by the io thread. */
final class UnitPlan {
    private static final int BITS_PER_REGISTER = 16;

    final int unit;
    /** One request each; becomes finer where the device refuses a block. */
    final List<Block> blocks = new ArrayList<>();
    /** Asked only now and then, because the device refuses them. */
    final List<Block> quarantined = new ArrayList<>();
    /** Wait for the unit's first answer in this scan. */
    final ArrayDeque<Block> held = new ArrayDeque<>();
    private final List<Entry> entries;
    /** The block that held an entry before the plan was merged anew; only while it is. */
    private final Map<Entry, Block> before = new IdentityHashMap<>();

    UnitPlan(int unit, List<Entry> entries, LinkSettings limits, Quarantine quarantine) {
        this.unit = unit;
        this.entries = entries.stream().sorted(Comparator.comparing((Entry e) -> e.point().table())
                .thenComparingInt(e -> e.point().address()).thenComparingInt(e -> e.point().width())).toList();
        rebuild(limits, quarantine);
    }

    /** Merges anew what is not in quarantine, in as few requests as the limits allow. */
    void rebuild(LinkSettings limits, Quarantine quarantine) {
        before.clear();
        blocks.forEach(this::remember);
        quarantined.forEach(this::remember);
        blocks.clear();
        quarantined.clear();
        List<Entry> run = new ArrayList<>();
        List<Entry> refused = new ArrayList<>();
        int end = 0;
        for (Entry entry : entries) {
            Point point = entry.point();
            if (quarantine.holds(point)) {
                // Never read across a refused address again.
                flush(run, blocks, false);
                if (!refused.isEmpty() && !sameRange(refused.getFirst().point(), point)) {
                    flush(refused, quarantined, true);
                }
                refused.add(entry);
                continue;
            }
            if (!run.isEmpty() && !joins(run.getFirst().point(), end, point, limits)) {
                flush(run, blocks, false);
            }
            end = run.isEmpty() ? point.end() : Math.max(end, point.end());
            run.add(entry);
        }
        flush(run, blocks, false);
        flush(refused, quarantined, true);
        before.clear();
    }

    private void remember(Block block) {
        for (Entry entry : block.entries) {
            before.put(entry, block);
        }
    }

    /** Replaces a refused block by two smaller ones. */
    Block[] split(Block block) {
        Block[] halves = block.split();
        int at = blocks.indexOf(block);
        if (at >= 0) {
            blocks.set(at, halves[0]);
            blocks.add(at + 1, halves[1]);
        }
        return halves;
    }

    /** Takes a block that cannot be made smaller out of the scan. */
    void putAside(Block block) {
        if (blocks.remove(block)) {
            quarantined.add(new Block(this, List.of(block.entries), true));
        }
    }

    private static boolean joins(Point first, int end, Point next, LinkSettings limits) {
        boolean bits = first.table().bits();
        int limit = bits ? limits.maxBits() : limits.maxRegisters();
        int gap = bits ? limits.gap() * BITS_PER_REGISTER : limits.gap();
        return next.table() == first.table() && next.address() - end <= gap
                && Math.max(end, next.end()) - first.address() <= limit;
    }

    private static boolean sameRange(Point a, Point b) {
        return a.table() == b.table() && a.address() == b.address() && a.width() == b.width();
    }

    private void flush(List<Entry> run, List<Block> into, boolean again) {
        if (!run.isEmpty()) {
            int[] seams = IntStream.range(1, before.isEmpty() ? 1 : run.size())
                    .filter(i -> before.get(run.get(i)) != before.get(run.get(i - 1))).toArray();
            into.add(new Block(this, run, again, seams));
            run.clear();
        }
    }
}
