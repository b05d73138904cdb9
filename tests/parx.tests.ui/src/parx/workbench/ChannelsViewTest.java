package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.Reason;
import parx.service.Change;
import parx.service.Channels;

/** The channels view in the workbench, over the demo plant. */
class ChannelsViewTest extends WorkbenchTest {
    /** Less than a twentieth of a second on a machine with nothing else to do. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    @Test
    void theDemoPlantsValuesAreLiveInTheTree() {
        tree.filter(FAST);
        String first = tree.cell(FAST, "value");
        Await.until("another text than " + first, () -> !tree.cell(FAST, "value").equals(first));
        assertFalse(digits(tree.cell(FAST, "value")).isEmpty(), tree.cell(FAST, "value"));
        assertEquals("Good", tree.cell(FAST, "quality"));
        assertEquals(plant.channel(FAST).metadata().units(), tree.cell(FAST, "unit"));
    }

    @Test
    void theFilterNarrowsTheTreeAsOneTypesAndEscapeClearsIt() {
        int all = plant.service(Channels.class).all().size();
        Await.until("all rows", () -> tree.ids().size() == all);
        tree.filter("t");
        int some = tree.ids().size();
        tree.filter("rinse cond");
        List<String> few = tree.ids();
        assertEquals(List.of("Rinse conductivity"), few.stream().map(id -> plant.channel(id).name()).toList());
        assertTrue(some > few.size() && some <= all, some + " of " + all);
        assertEquals(few.size() + " of " + all, screen.text("channels.count"));
        screen.key("channels.filter", SWT.ESC, 0);
        Await.until("all rows again", () -> tree.ids().size() == all);
        assertEquals("", screen.text("channels.filter"));
    }

    @Test
    void theTreeSwitchesBetweenDevicesAndAreas() {
        String device = plant.connectionOf(FAST);
        assertTrue(tree.roots().contains(device), tree.roots().toString());
        screen.tool("parx.ui.channels.grouping");
        try {
            Await.until("areas", () -> tree.roots().equals(List.of("Pickling line")));
            assertTrue(tree.ids().contains(FAST));
        } finally {
            screen.tool("parx.ui.channels.grouping");
        }
        Await.until("devices again", () -> tree.roots().contains(device));
    }

    @Test
    void aDeletedChannelIsGoneAndUndoBringsItBackWithItsValues() throws Exception {
        String id = OWN + "delete";
        add(constant(id, demoPort()));
        tree.filter(id);
        Await.until("its value", () -> digits(tree.cell(id, "value")).equals("" + CONSTANT));
        tree.select(id);
        tree.key(SWT.DEL, 0);
        Await.until("it is gone", () -> !plant.has(id) && tree.ids().isEmpty());
        tree.key('z', SWT.MOD1);
        Await.until("it is back", () -> plant.has(id) && tree.ids().contains(id));
        Await.until("its value is back", () -> digits(tree.cell(id, "value")).equals("" + CONSTANT)
                && tree.cell(id, "quality").equals("Good"));
        assertEquals(List.of("create", "delete", "create"), audit(id));
    }

    @Test
    void aDisabledChannelSaysSoAndIsNotShownAsCurrent() throws Exception {
        String id = OWN + "disable";
        add(constant(id, demoPort()));
        tree.filter(id);
        Await.until("its value", () -> tree.cell(id, "quality").equals("Good"));
        tree.select(id);
        tree.key(' ', 0);
        Await.until("disabled", () -> tree.cell(id, "quality").equals("Disabled"));
        assertFalse(plant.channel(id).enabled());
        Await.until("its newest value is BAD for that reason", () -> plant.reason(id) == Reason.DISABLED);
        tree.select(id);
        tree.key(' ', 0);
        Await.until("its value again", () -> tree.cell(id, "quality").equals("Good"));
        assertEquals(List.of("create", "update", "update"), audit(id));
    }

    @Test
    void severalChannelsAreDuplicatedAtOnceAndThatIsOneStepToUndo() throws Exception {
        add(constant(OWN + "a", demoPort()));
        add(constant(OWN + "b", demoPort()));
        tree.filter("constant");
        tree.select(OWN + "a", OWN + "b");
        screen.tool("parx.ui.channels.duplicate");
        Await.until("four rows", () -> tree.ids().size() == 4);
        List<String> copies = tree.ids().stream().filter(id -> !id.startsWith(OWN)).toList();
        assertEquals(2, copies.size());
        Await.until("live copies", () -> copies.stream().allMatch(id -> tree.cell(id, "quality").equals("Good")));
        tree.key('z', SWT.MOD1);
        Await.until("two rows", () -> tree.ids().size() == 2);
        assertTrue(copies.stream().noneMatch(plant::has));
    }

    @Test
    void twentyThousandChannelsDoNotHoldUpTheWindow() throws Exception {
        List<Channel> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(constant(OWN + i, demoPort()).withEnabled(false));
        }
        try (Heartbeat heartbeat = new Heartbeat(screen.display())) {
            plant.change(Change.adding(many));
            int all = plant.service(Channels.class).all().size();
            Await.until("all counted", () -> digits(screen.text("channels.count")).equals("" + all));
            heartbeat.stopWithin(LONGEST_PAUSE, "while they came");
        }
        try (Heartbeat heartbeat = new Heartbeat(screen.display())) {
            List.of("t", "te", "test-1999", "tank", "", "test-19999").forEach(tree::filter);
            tree.select(OWN + 19_999);
            tree.key(' ', 0);
            Await.until("its value", () -> tree.cell(OWN + 19_999, "quality").equals("Good"));
            heartbeat.stopWithin(LONGEST_PAUSE, "while one was looked for");
        }
    }

    private List<String> audit(String id) throws Exception {
        return processes.query("SELECT action FROM audit_log WHERE resource_type = 'channel' AND resource_id = ? ORDER BY id", id);
    }
}
