package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.swt.SWT;
import org.junit.jupiter.api.Test;
import parx.model.Quality;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Settings;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.HistorySink;

/** What goes wrong around a workstation, and that it says so, goes on with the rest, and heals. */
class FailureTest extends WorkbenchTest {
    /** Longer than a change waits for a connection to the database. */
    private static final Duration CHANGE_WAITS = Duration.ofSeconds(30);
    /** A thread that waits for a database that stands still would be away for as long as that does. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    @Test
    void aRefusedPortAndASilentServerAreToldInWordsWhileTheOthersGoOn() throws Exception {
        try (ServerSocket silent = Devices.silent()) {
            String refused = OWN + "refused";
            String mute = OWN + "silent";
            long sinceMicros = status(FAST).orElseThrow().sinceMicros();
            add(constant(refused, Devices.freePort()));
            add(constant(mute, silent.getLocalPort()));
            for (String id : List.of(refused, mute)) {
                tree.filter(id);
                Await.until(() -> "a reason of " + id + ": " + status(id), Await.LONG,
                        () -> status(id).filter(s -> !s.problem().isEmpty()).isPresent());
                Await.until("the row says so", () -> !Set.of("", "Good", "Not yet read").contains(tree.cell(id, "quality")));
                assertEquals("", digits(tree.cell(id, "value")));
                String problem = status(id).orElseThrow().problem();
                assertTrue(problem.contains(" ") && !problem.contains("Exception"), problem);
                tree.selectBranch(plant.connectionOf(id));
                Await.until(() -> "the sentence ‘" + problem + "’ below the tree: " + screen.text("channels.details"), Await.LONG,
                        () -> screen.text("channels.details").contains(status(id).orElseThrow().problem()));
            }
            assertFalse(status(refused).orElseThrow().problem().equals(status(mute).orElseThrow().problem()));
            assertEquals(ConnectionState.CONNECTED, status(FAST).orElseThrow().state());
            assertEquals(sinceMicros, status(FAST).orElseThrow().sinceMicros(), "the other connection was left alone");
            plant.awaitNewValues(FAST, 3);
            assertTrue(plant.isGood(FAST));
        }
    }

    @Test
    void aChannelWhoseSettingsMakeNoSenseIsToldInWordsWhileTheOthersGoOn() throws Exception {
        String id = OWN + "nonsense";
        add(constant(id, demoPort()).withConfig(Settings.with("host", "127.0.0.1", "port", "many", "register", true, "colour", "red")));
        tree.filter(id);
        Await.until(() -> "the row says so: " + tree.cell(id, "quality"), Await.LONG,
                () -> tree.cell(id, "quality").equals("Invalid settings"));
        String reason = tree.cell(id, "address");
        assertTrue(reason.contains("port") || reason.contains("Port") || reason.contains("egister"), reason);
        tree.select(id);
        Await.until(() -> "the reason below the tree: " + screen.text("channels.details"), Await.LONG,
                () -> screen.text("channels.details").contains(reason));
        plant.awaitNewValues(FAST, 3);
        assertTrue(plant.isGood(FAST));
    }

    @Test
    void aKilledPostgresIsToldAndNoSampleIsLost() throws Exception {
        plant.awaitNewValues(SLOW, 2);
        long from = plant.now() - 2_000_000;
        // Its successor is killed as well, until a person has had time to see it.
        Await.until(() -> "the status line to say so: " + screen.text("status.PostgreSQL"), Await.LONG, () -> {
            Processes.kill(processes.postgres());
            return !screen.text("status.PostgreSQL").equals("● PostgreSQL");
        });
        plant.awaitNewValues(FAST, 3);
        assertTrue(plant.isGood(FAST), "live values go on");
        Await.until(() -> "the status line: " + screen.text("status.PostgreSQL"), Await.LONG,
                () -> screen.text("status.PostgreSQL").equals("● PostgreSQL"));
        plant.awaitNewValues(SLOW, 2);
        long to = plant.now() - 1_000_000;
        for (String id : List.of(FAST, SLOW)) {
            plant.awaitStored(id, to);
            plant.awaitAlike(id, from, to);
            assertIterableEquals(plant.recent(id, from, to), plant.stored(id, from, to), id);
        }
        assertEquals(0, plant.service(HistorySink.class).status().dropped());
        assertTrue(plant.samples(FAST, from, to).stream().allMatch(s -> s.quality() == Quality.GOOD), "nothing BAD in between");
    }

    @Test
    void aKilledRedisIsToldAndTheLiveMirrorComesBack() throws Exception {
        Await.until("the live key", () -> hasLiveKey());
        Await.until(() -> "the status line to say so: " + screen.text("status.Redis"), Await.LONG, () -> {
            Processes.kill(processes.redis());
            return !screen.text("status.Redis").equals("● Redis");
        });
        plant.awaitNewValues(FAST, 3);
        assertTrue(plant.isGood(FAST), "live values go on");
        Await.until(() -> "the status line: " + screen.text("status.Redis"), Await.LONG,
                () -> screen.text("status.Redis").equals("● Redis"));
        Await.until("the live key again", () -> hasLiveKey());
    }

    @Test
    void aKilledDeviceTurnsItsChannelsBadLeavesAGapAndHeals() throws Exception {
        plant.awaitNewValues(FAST, 3);
        long from = plant.now();
        assertTrue(Processes.kill(processes.demoPlant()));
        Await.until(() -> "BAD samples of both", Await.LONG, () -> bad(FAST, from).isPresent() && bad(SLOW, from).isPresent());
        Reason reason = bad(FAST, from).orElseThrow().reason();
        assertTrue(Set.of(Reason.COMM_FAILURE, Reason.TIMEOUT).contains(reason), reason.toString());
        Await.until("good values again", () -> plant.isGood(FAST) && plant.isGood(SLOW));
        plant.awaitNewValues(SLOW, 2);
        long to = plant.now() - 1_000_000;
        for (String id : List.of(FAST, SLOW)) {
            plant.awaitStored(id, to);
            plant.awaitAlike(id, from, to);
            List<Plant.Row> stored = plant.stored(id, from, to);
            assertIterableEquals(plant.recent(id, from, to), stored, id);
            assertTrue(stored.stream().anyMatch(row -> row.quality() == Quality.BAD), "the gap is stored");
        }
    }

    @Test
    void aDatabaseThatStandsStillDoesNotHoldUpTheWindow() throws Exception {
        String id = OWN + "waiting";
        add(constant(id, demoPort()));
        ProcessHandle postgres = processes.postgres().orElseThrow();
        Processes.signal(postgres, "STOP");
        AtomicLong asked = new AtomicLong();
        try (Heartbeat heartbeat = new Heartbeat(screen.display())) {
            tree.filter(id);
            tree.select(id);
            asked.set(System.nanoTime());
            tree.key(SWT.DEL, 0);
            tree.filter("speed");
            tree.select(FAST);
            screen.tool("parx.ui.channels.trend");
            plant.awaitNewValues(FAST, 3);
            screen.tool("trend.back");
            screen.tool("trend.follow");
            plant.awaitNewValues(FAST, 10);
            Await.until("the tree's values go on", () -> tree.cell(FAST, "quality").equals("Good"));
            heartbeat.stopWithin(LONGEST_PAUSE, "while the database stood still");
        } finally {
            Processes.signal(postgres, "CONT");
        }
        long to = plant.now();
        plant.awaitStored(FAST, to);
        // A database that stood still for longer than a change waits for a connection has refused it in a sentence, and takes it when asked again.
        tree.filter(id);
        Await.until("the change that waited is made, or made again", () -> {
            if (plant.has(id) && System.nanoTime() - asked.get() > CHANGE_WAITS.toNanos() && tree.ids().contains(id)) {
                asked.set(System.nanoTime());
                tree.select(id);
                tree.key(SWT.DEL, 0);
            }
            return !plant.has(id);
        });
    }

    private Optional<ConnectionStatus> status(String id) {
        return plant.connection(String.valueOf(plant.connectionOf(id)));
    }

    private Optional<Sample> bad(String id, long fromMicros) {
        return plant.samples(id, fromMicros, Long.MAX_VALUE).stream().filter(s -> s.quality() == Quality.BAD).findFirst();
    }

    private boolean hasLiveKey() {
        try {
            return processes.redis("EXISTS live:" + FAST).equals(":1");
        } catch (Exception e) {
            return false;
        }
    }
}
