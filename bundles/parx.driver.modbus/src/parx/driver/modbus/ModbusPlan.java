package parx.driver.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.modbus.Block.Entry;
import parx.model.SettingsException;

/** A poll plan: by unit, the requests that read its channels. Owned by the io thread. */
final class ModbusPlan implements PollPlan {
    final List<UnitPlan> units = new ArrayList<>();
    /** Channels whose config is wrong. */
    final int[] invalid;
    private final LinkSettings limits;
    private final Quarantine quarantine;
    private long releasesSeen;

    ModbusPlan(List<PollItem> items, LinkSettings limits, Quarantine quarantine) {
        this.limits = limits;
        this.quarantine = quarantine;
        this.releasesSeen = quarantine.releases();
        Map<Integer, List<Entry>> byUnit = new TreeMap<>();
        List<Integer> wrong = new ArrayList<>();
        for (PollItem item : items) {
            try {
                Point point = Point.of(item.config());
                byUnit.computeIfAbsent(point.unit(), u -> new ArrayList<>()).add(new Entry(item.channel(), point));
            } catch (SettingsException e) {
                // Whoever edits the channel is told by Driver.check; here it only has to read as BAD.
                wrong.add(item.channel());
            }
        }
        byUnit.forEach((unit, entries) -> units.add(new UnitPlan(unit, entries, limits, quarantine)));
        invalid = wrong.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Merges anew after addresses came back. */
    void refresh() {
        if (releasesSeen != quarantine.releases()) {
            releasesSeen = quarantine.releases();
            units.forEach(unit -> unit.rebuild(limits, quarantine));
        }
    }

    @Override
    public int requests() {
        int sum = 0;
        for (UnitPlan unit : units) {
            sum += unit.blocks.size();
        }
        return sum;
    }
}
