package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.PartInitException;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.Quality;
import parx.service.Change;
import parx.service.History;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.Trace;
import parx.ui.Palette;

/** The trend in the workbench: what was live is what is stored, and both are what is drawn. */
class TrendTest extends WorkbenchTest {
    private static final long SECOND = 1_000_000;

    @Test
    void theSelectedChannelsAreShownInATrendThatMoves() {
        String other = "ch-002";
        tree.filter("speed");
        tree.select(FAST, other);
        screen.tool("parx.ui.channels.trend");
        Await.until("both channels in the legend", () -> legend().containsAll(
                List.of(plant.channel(FAST).name(), plant.channel(other).name())));
        Await.until("the first curve", () -> drawn(0).cardinality() > 20);
        Await.until("the second curve", () -> drawn(1).cardinality() > 20);
        BitSet before = drawn(0);
        Await.until("the curve moves on", () -> !drawn(0).equals(before));
    }

    @Test
    void theWelcomeLeadsToALiveTrendInOnePress() {
        screen.act(() -> {
            try {
                page().showView("parx.app.welcome");
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
        screen.press("welcome.trend.demo");
        Await.until("the trend is on show", () -> screen.shows("trend.canvas"));
        assertTrue(legend().size() >= 2, legend().toString());
        Await.until("a curve", () -> drawn(0).cardinality() > 20);
    }

    @Test
    void whatWasLiveIsWhatIsStoredWithoutASeam() throws Exception {
        long from = plant.now();
        plant.awaitNewValues(SLOW, 5);
        for (String id : List.of(FAST, SLOW)) {
            long to = plant.now() - SECOND;
            List<Plant.Row> live = plant.recent(id, from, to);
            plant.awaitStored(id, to);
            plant.awaitAlike(id, from, to);
            List<Plant.Row> stored = plant.stored(id, from, to);
            assertIterableEquals(plant.recent(id, from, to), stored, id);
            assertTrue(live.size() > 1 && stored.containsAll(live), id);
            // As a trend asks: some rows from the database, the newest from memory.
            long now = plant.now();
            Await.until("the whole of " + id, () -> wholeOf(id, from, now).equals(plant.recent(id, from, now)));
        }
    }

    @Test
    void whereMemoryBeginsLaterTheDatabasesPartJoinsItWithoutASeam() throws Exception {
        String id = OWN + "seam";
        Channel like = plant.channel(FAST);
        Channel moving = new Channel(id, "Moving", like.protocol(), true, like.config(), like.metadata());
        long from = plant.now();
        add(moving);
        plant.awaitNewValues(id, 10);
        List<Plant.Row> before = plant.recent(id, from, plant.now());
        // Memory forgets a channel that is no more.
        plant.change(List.of(Change.remove(moving)));
        plant.change(List.of(Change.add(moving)));
        plant.awaitNewValues(id, 10);
        long to = plant.now();
        List<Plant.Row> after = plant.recent(id, from, to);
        assertTrue(after.get(0).timeMicros() > before.get(before.size() - 1).timeMicros(), "memory has forgotten the first part");
        plant.awaitStored(id, to);
        Trace trace = plant.service(History.class).read(new HistoryQuery(List.of(id), from, to, 1_000_000)).get(0);
        List<Plant.Row> whole = Plant.rows(trace, from);
        assertIterableEquals(plant.stored(id, from, to), whole);
        assertIterableEquals(before, whole.subList(0, before.size()));
        assertIterableEquals(after, whole.subList(whole.size() - after.size(), whole.size()));
        assertTrue(whole.stream().anyMatch(row -> row.quality() == Quality.BAD), "the pause is a gap");
    }

    private List<Plant.Row> wholeOf(String id, long from, long to) {
        try {
            return Plant.rows(plant.service(History.class).read(new HistoryQuery(List.of(id), from, to, 1_000_000)).get(0), from);
        } catch (HistoryException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> legend() {
        return screen.ask(() -> {
            List<String> names = new ArrayList<>();
            for (TableItem item : screen.look(Table.class, "trend.legend").orElseThrow().getItems()) {
                names.add(item.getText(0));
            }
            return names;
        });
    }

    /** Where the canvas has exactly the colour of this pen. */
    private BitSet drawn(int pen) {
        ImageData picture = screen.picture("trend.canvas");
        RGB color = screen.ask(() -> Palette.of(screen.display()).pen(pen).getRGB());
        BitSet drawn = new BitSet();
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0; x < picture.width; x++) {
                drawn.set(y * picture.width + x, picture.palette.getRGB(picture.getPixel(x, y)).equals(color));
            }
        }
        return drawn;
    }
}
