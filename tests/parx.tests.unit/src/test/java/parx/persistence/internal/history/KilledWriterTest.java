package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.persistence.FaultProxy;

/** The bound that the README publishes for {@code kill -9} of ParX, tried on real processes. */
class KilledWriterTest extends HistoryWriterFixture {
    /** No sample that is older may be lost. */
    private static final long BOUND_MICROS = 2 * Micros.PER_SECOND;
    private static final int KILLS = 5;

    /** When a process was killed, and what it stored. */
    private record Kill(String channel, long atMicros) {
    }

    @Test
    void killedAtAnyMomentItLosesNoSampleThatIsOlderThanTheBoundWhetherTheDatabaseIsUpOrAway() throws Exception {
        Random random = new Random(9);
        List<Kill> kills = new ArrayList<>();
        try (FaultProxy proxy = new FaultProxy(Integer.parseInt(database.jdbcUrl().replaceFirst(".*?//[^:/]+:(\\d+)/.*", "$1")))) {
            for (int run = 0; run < KILLS; run++) {
                // Up, away while it runs, away from the start: each new process also drains what the one before left.
                boolean awayFromTheStart = run % 3 == 2;
                if (awayFromTheStart) {
                    proxy.refuse();
                }
                Process process = start(proxy.through(database.jdbcUrl()), "run-" + run);
                try {
                    awaitSign(process);
                    pause(300 + random.nextInt(1200));
                    if (run % 3 == 1) {
                        proxy.refuse();
                        pause(300 + random.nextInt(1500));
                    }
                    kills.add(new Kill("run-" + run, TIME.nowMicros()));
                } finally {
                    process.destroyForcibly().waitFor();
                }
                if (run % 3 != 0) {
                    proxy.admit();
                }
            }
        }
        try (HistoryWriter last = historyWriter(database.dataSource(), new ChannelIndex(), folder, TIME, false)) {
            awaitStored(last);
            assertEquals("", last.status().problem());
        }
        for (Kill kill : kills) {
            String[] stored = database.query("SELECT count(*), count(DISTINCT value), coalesce(max(value)::int, -1), "
                    + "coalesce((extract(epoch FROM max(time)) * 1000000)::bigint, 0) FROM channel_data WHERE channel_id = '"
                    + kill.channel + "'").getFirst().split("\\|");
            assertEquals(stored[0], stored[1], kill.channel + ": each once");
            assertEquals(Integer.parseInt(stored[0]) - 1, Integer.parseInt(stored[2]), kill.channel + ": without a hole");
            long lostMicros = kill.atMicros - Long.parseLong(stored[3]);
            assertTrue(lostMicros < BOUND_MICROS, kill.channel + ": the last " + lostMicros + " µs are lost");
        }
    }

    private Process start(String url, String channel) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(), url,
                folder.toString(), channel).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Before it stores, it may log. */
    private static void awaitSign(Process process) throws IOException {
        int read = process.getInputStream().read();
        while (read >= 0 && read != '+') {
            read = process.getInputStream().read();
        }
        assertEquals('+', read, "it stores");
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
