package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
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
            Set<Long> times = new HashSet<>();
            long since = System.nanoTime();
            Await.until(() -> "20 readings, of which came " + times.size(), Duration.ofSeconds(15), () -> {
                plant.live(id).ifPresent(slot -> times.add(slot.timeMicros));
                return times.size() >= 20;
            });
            long millis = (System.nanoTime() - since) / 1_000_000;
            // At the standard rate of one a second they would take twenty.
            assertTrue(millis < 10_000, "20 readings took " + millis + " ms");
            assertEquals(otherSince, plant.connection(plant.connectionOf(FAST)).orElseThrow().sinceMicros());
            assertEquals(1, processes.query("SELECT action FROM audit_log WHERE resource_id = ?", connection).size());
        } finally {
            plant.service(ConnectionSettings.class).put(plant.service(Users.class).current(), connection,
                    plant.service(ConnectionSettings.class).of(connection), Settings.EMPTY);
        }
    }
}
