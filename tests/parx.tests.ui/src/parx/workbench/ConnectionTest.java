package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.Settings;
import parx.service.ConnectionSettings;
import parx.service.Users;

/** What belongs to a device as a whole: its settings dialog. */
class ConnectionTest extends WorkbenchTest {
    @Test
    void aFasterScanRateOfAConnectionTakesEffectOnThatConnectionOnly() throws Exception {
        String id = OWN + "rate";
        // Another name of the demo plant's host is a connection of its own.
        Channel channel = constant(id, demoPort());
        add(channel.withConfig(channel.config().set("host", "localhost").set(Channel.SCAN_RATE, null)));
        String connection = plant.connectionOf(id);
        long otherSince = plant.connection(plant.connectionOf(FAST)).orElseThrow().sinceMicros();
        try {
            tree.filter(id);
            Await.until("its value", () -> tree.cell(id, "quality").equals("Good"));
            tree.select(id);
            screen.tool("parx.ui.channels.connection");
            screen.type("editor.setting.scanRate", "9");
            assertTrue(screen.text("editor.setting.scanRate.hint").startsWith("✕"), screen.text("editor.setting.scanRate.hint"));
            assertEquals(false, screen.isEnabled("connection.ok"));
            screen.type("editor.setting.scanRate", "50");
            screen.press("connection.ok");
            Await.until("the dialog closes", () -> !screen.shows("connection.ok"));
            TreeSet<Long> times = new TreeSet<>();
            Await.until(() -> "20 readings, of which came " + times.size(), Await.LONG, () -> {
                plant.live(id).ifPresent(slot -> times.add(slot.timeMicros));
                return times.size() >= 20;
            });
            // At the standard rate they would all lie a second apart; on a busy machine some do.
            long close = times.stream().filter(time -> {
                Long before = times.lower(time);
                return before != null && time - before < 500_000;
            }).count();
            assertTrue(close >= 10, close + " of 20 readings follow their predecessor within half a second");
            assertEquals(otherSince, plant.connection(plant.connectionOf(FAST)).orElseThrow().sinceMicros());
            assertEquals(1, processes.query("SELECT action FROM audit_log WHERE resource_id = ?", connection).size());
        } finally {
            plant.service(ConnectionSettings.class).put(plant.service(Users.class).current(), connection,
                    plant.service(ConnectionSettings.class).of(connection), Settings.EMPTY);
        }
    }
}
