package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parx.driver.PollingConnection.PollItem;
import parx.model.Settings;

class UnitPlanTest {
    private static ModbusPlan plan(List<PollItem> items, Object... settings) {
        return new ModbusPlan(items, LinkSettings.of(Settings.with("host", "plc").overlay(Settings.with(settings))), new Quarantine());
    }

    private static List<String> ranges(ModbusPlan plan) {
        return plan.units.stream().flatMap(u -> u.blocks.stream())
                .map(b -> b.unit.unit + " " + b.table.key() + " " + b.address + "+" + b.count).toList();
    }

    @Test
    void neighboursMergeAcrossTheGapToleranceAndNoFurther() {
        List<PollItem> items = Taken.holding(0, 1, 5, 14, 23, 33);
        assertEquals(List.of("1 holding 0+24", "1 holding 33+1"), ranges(plan(items)));
        assertEquals(List.of("1 holding 0+2", "1 holding 5+1", "1 holding 14+1", "1 holding 23+1", "1 holding 33+1"),
                ranges(plan(items, "gap", 0)));
        assertEquals(1, plan(items, "gap", 20).requests());
    }

    @Test
    void overlappingAndEqualAddressesAreReadOnce() {
        List<PollItem> items = List.of(Taken.item(1, "register", 40001, "dataType", "float"),
                Taken.item(2, "register", 40001, "dataType", "uint16"), Taken.item(3, "register", 40002, "dataType", "double"),
                Taken.item(4, "register", 40001, "dataType", "float"), Taken.item(5, "register", 40002, "bit", 3));
        assertEquals(List.of("1 holding 0+5"), ranges(plan(items)));
    }

    @Test
    void unitsAndTablesAreNeverMixed() {
        List<PollItem> items = List.of(Taken.item(1, "register", 40001), Taken.item(2, "register", 30001),
                Taken.item(3, "register", "00001"), Taken.item(4, "register", 10001), Taken.item(5, "register", 40002, "unitId", 2));
        assertEquals(List.of("1 coil 0+1", "1 discrete 0+1", "1 input 0+1", "1 holding 0+1", "2 holding 1+1"), ranges(plan(items)));
    }

    @Test
    void aWrongConfigIsSetAsideAndPlansTheRest() {
        ModbusPlan plan = plan(List.of(Taken.item(1, "register", "nonsense"), Taken.item(2, "register", 40001)));
        assertEquals(1, plan.invalid[0]);
        assertEquals(1, plan.requests());
    }

    @Test
    void aThousandRegistersTakeEightRequests() {
        assertEquals(8, plan(Taken.holding(java.util.stream.IntStream.range(0, 1000).toArray())).requests());
    }

    @Test
    void randomPlansReadEveryChannelOnceWithinTheLimits() {
        long seed = 4711;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int maxRegisters = 4 + random.nextInt(122);
            List<PollItem> items = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String[] types = {"int16", "float", "double", "uint32"};
                items.add(Taken.item(i, "table", random.nextBoolean() ? "holding" : "input", "address", random.nextInt(2_000),
                        "dataType", types[random.nextInt(types.length)], "unitId", random.nextInt(3)));
            }
            ModbusPlan plan = plan(items, "maxRegisters", maxRegisters, "gap", random.nextInt(30));
            Map<Integer, Integer> seen = new HashMap<>();
            for (UnitPlan unit : plan.units) {
                for (Block block : unit.blocks) {
                    assertTrue(block.count <= maxRegisters, "seed " + seed + ", round " + round);
                    for (Block.Entry entry : block.entries) {
                        seen.merge(entry.channel(), 1, Integer::sum);
                        assertEquals(entry.point().unit(), unit.unit);
                        assertTrue(entry.point().address() >= block.address && entry.point().end() <= block.address + block.count);
                    }
                }
            }
            assertEquals(200, seen.size());
            assertTrue(seen.values().stream().allMatch(n -> n == 1));
        }
    }

    @Test
    void splittingEndsWithEveryChannelInASmallestBlock() {
        List<PollItem> items = new ArrayList<>(Taken.holding(0, 1, 2, 9, 10));
        items.add(Taken.item(100, "register", 40001, "dataType", "uint16"));
        items.add(Taken.item(101, "register", 40001, "dataType", "float"));
        UnitPlan unit = plan(items).units.getFirst();
        boolean split = true;
        while (split) {
            Block divisible = unit.blocks.stream().filter(b -> !b.isAtomic()).findFirst().orElse(null);
            split = divisible != null;
            if (split) {
                unit.split(divisible);
            }
        }
        assertEquals(7, unit.blocks.stream().mapToInt(b -> b.entries.length).sum());
        assertEquals(6, unit.blocks.size(), "two equal channels stay together");
    }
}
