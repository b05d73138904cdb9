package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Settings;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Grouping;
import parx.ui.channels.internal.ChannelTree.Leaf;
import parx.ui.channels.internal.ChannelTree.Node;

final class ChannelTreeTest {
    private final Plant plant = new Plant();
    private ChannelRows rows = ChannelRows.NONE;

    @Test
    void channelsThatShareADeviceShareANode() {
        plant.add(Plant.channel("a", "Speed", "10.0.0.2", 40_001), Plant.channel("b", "Force", "10.0.0.10", 40_001),
                Plant.channel("c", "Level", "10.0.0.2", 40_003));

        ChannelTree tree = tree(Grouping.CONNECTION, "");

        assertEquals(List.of("modbus tcp 10.0.0.2:502", "modbus tcp 10.0.0.10:502"), labels(tree.roots()));
        assertEquals(List.of("a", "c"), ids(tree.roots().get(0)));
    }

    @Test
    void aChannelWithoutADeviceComesFirstWithTheReason() {
        plant.add(Plant.channel("a", "Speed", "10.0.0.2", 40_001), Plant.channel("z", "Lost", "x", 1).withConfig(Settings.with("register", 40_001)));

        Branch first = (Branch) tree(Grouping.CONNECTION, "").roots().get(0);

        assertEquals(ChannelTree.Kind.NO_CONNECTION, first.kind());
        assertTrue(((Leaf) first.children().get(0)).row().problem().startsWith("The host is missing"));
    }

    @Test
    void areasHoldLinesAndWhatHasNoLine() {
        plant.add(placed("a", "Pickling", "Entry"), placed("b", "Pickling", ""), placed("c", "", ""), placed("d", "Pickling", "Exit"));

        ChannelTree tree = tree(Grouping.AREA, "");

        assertEquals(List.of("Pickling", "No area"), labels(tree.roots()));
        assertEquals(List.of("Entry", "Exit", "b"), labels(((Branch) tree.roots().get(0)).children()));
        assertEquals(3, ((Branch) tree.roots().get(0)).channels());
    }

    @Test
    void aBranchKnowsHowManyChannelsTheFilterHides() {
        plant.add(placed("q1", "Pickling", "Entry"), placed("q2", "Pickling", ""), placed("q3", "", ""), placed("q4", "Pickling", "Entry"));

        Branch connection = (Branch) tree(Grouping.CONNECTION, "q1").roots().get(0);
        assertEquals(List.of(1, 4), List.of(connection.channels(), connection.all()));
        Branch area = (Branch) tree(Grouping.AREA, "q1").roots().get(0);
        assertEquals(List.of(1, 3), List.of(area.channels(), area.all()));
        Branch line = (Branch) area.children().get(0);
        assertEquals(List.of(1, 2), List.of(line.channels(), line.all()));
    }

    @Test
    void everyWordOfTheFilterMustOccurInNameIdAddressUnitOrArea() {
        plant.add(Plant.channel("ch-7", "Strip speed", "10.0.0.2", 40_001), Plant.channel("ch-8", "Acid", "10.0.0.2", 40_777));

        assertEquals(1, tree(Grouping.CONNECTION, "STRIP m/min").shown());
        assertEquals(1, tree(Grouping.CONNECTION, "ch-8").shown());
        assertEquals(1, tree(Grouping.CONNECTION, " 40777 ").shown());
        assertEquals(2, tree(Grouping.CONNECTION, "pickling").shown());
        assertEquals(0, tree(Grouping.CONNECTION, "strip acid").shown());
        assertEquals(2, tree(Grouping.CONNECTION, "strip acid").total());
    }

    @Test
    void numbersInNamesSortAsPeopleCount() {
        plant.add(Plant.channel("a", "Zone 10", "h", 1), Plant.channel("b", "zone 2", "h", 1), Plant.channel("c", "Zone 2a", "h", 1));

        ChannelTree up = ChannelTree.of(read(), Grouping.CONNECTION, ChannelFilter.NONE, ChannelOrder.NAME.comparator(false));
        ChannelTree down = ChannelTree.of(rows.all(), Grouping.CONNECTION, ChannelFilter.NONE, ChannelOrder.NAME.comparator(true));

        assertEquals(List.of("b", "c", "a"), ids(up.roots().get(0)));
        assertEquals(List.of("a", "c", "b"), ids(down.roots().get(0)));
    }

    @Test
    void twentyThousandChannelsAskTheirDriverAFewTimesEachAndAreThereAtOnce() {
        plant.fill(20, 1_000);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            rows = ChannelRows.NONE;
            plant.driver.askedOn.clear();
            long start = System.nanoTime();
            List<ChannelRow> all = read();
            ChannelTree tree = ChannelTree.of(all, Grouping.CONNECTION, ChannelFilter.NONE, null);
            best = Math.min(best, System.nanoTime() - start);
            int asked = plant.driver.askedOn.values().stream().mapToInt(AtomicInteger::get).sum();
            assertTrue(asked <= 3 * 20_000, asked + " questions to the driver");
            assertEquals(20_000, tree.shown());
            assertEquals(1, ChannelTree.of(all, Grouping.AREA, ChannelFilter.of("ch-07-0777"), null).shown());
        }
        // The goal is a fifth of a second; what grows with the square of the channels takes longer than this.
        assertTrue(best < 2_000_000_000L, "building took " + best / 1_000_000 + " ms");
    }

    @Test
    void aRowIsKeptWhileItsChannelIsUnchanged() {
        plant.add(Plant.channel("a", "Speed", "h", 1), Plant.channel("b", "Force", "h", 1));
        List<ChannelRow> before = read();

        plant.add(Plant.channel("b", "Force 2", "h", 1));
        List<ChannelRow> after = read();

        assertSame(before.get(0), after.get(0));
        assertEquals("Force 2", after.get(1).channel().name());
    }

    private List<ChannelRow> read() {
        rows = rows.next(plant.all(), plant.services());
        return rows.all();
    }

    private ChannelTree tree(Grouping grouping, String filter) {
        return ChannelTree.of(read(), grouping, ChannelFilter.of(filter), null);
    }

    private static Channel placed(String id, String area, String line) {
        Settings place = Settings.EMPTY.set("area", area.isEmpty() ? null : area).set("line", line.isEmpty() ? null : line);
        return Plant.channel(id, id, "h", 1).withMetadata(new ChannelMetadata(place));
    }

    private static List<String> labels(List<Node> nodes) {
        return nodes.stream().map(node -> node instanceof Branch branch ? branch.label() : ((Leaf) node).row().channel().name()).toList();
    }

    private static List<String> ids(Node node) {
        return ((Branch) node).children().stream().map(child -> ((Leaf) child).row().channel().id()).toList();
    }
}
