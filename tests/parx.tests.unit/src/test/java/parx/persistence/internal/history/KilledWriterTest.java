package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
    /** Where the database hangs with the connection open. */
    private static final long HANGING_BOUND_MICROS = 10 * Micros.PER_SECOND;
    /** More in a long run, such as one by night. */
    private static final int KILLS = Integer.getInteger("parx.test.kills", 6);
    /** How long the database had hung: each time before the bound, and long after it. */
    private static final long[] HANGING_MILLIS = {1_500, 4_000, 6_500, 20_000};

    /** A machine that delays a bystander by so much may delay the writer, which takes many such steps, by so many times that. */
    private static final int STEPS = 20;

    /** When a process was killed, since when it stored, and what it stored. */
    private record Kill(String channel, long sinceMicros, long atMicros) {
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
                Process process = start(proxy.through(database.jdbcUrl()), folder, "run-" + run);
                try {
                    awaitSign(process);
                    long since = TIME.nowMicros();
                    pause(300 + random.nextInt(1200));
                    if (run % 3 == 1) {
                        proxy.refuse();
                        pause(300 + random.nextInt(1500));
                    }
                    kills.add(new Kill("run-" + run, since, TIME.nowMicros()));
                } finally {
                    process.destroyForcibly().waitFor();
                }
                if (run % 3 != 0) {
                    proxy.admit();
                }
            }
        }
        drain(folder);
        for (Kill kill : kills) {
            assertLost(kill, BOUND_MICROS);
        }
    }

    @Test
    void killedWhileTheDatabaseHangsItLosesNoSampleThatIsOlderThanTheBoundHoweverLongThatTook() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Kill> kills = new ArrayList<>();
        try (FaultProxy proxy = new FaultProxy(Integer.parseInt(database.jdbcUrl().replaceFirst(".*?//[^:/]+:(\\d+)/.*", "$1")))) {
            for (int run = 0; run < HANGING_MILLIS.length; run++) {
                processes.add(start(proxy.through(database.jdbcUrl()), ownFolder(run), "hung-" + run));
                awaitSign(processes.get(run));
            }
            Await.until("each stores", LONG, () -> database.query("SELECT count(DISTINCT channel_id) FROM channel_data")
                    .equals(List.of("" + HANGING_MILLIS.length)));
            proxy.hang();
            long begin = System.nanoTime();
            for (int run = 0; run < HANGING_MILLIS.length; run++) {
                pause(HANGING_MILLIS[run] - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                kills.add(new Kill("hung-" + run, 0, TIME.nowMicros()));
                processes.get(run).destroyForcibly().waitFor();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        for (int run = 0; run < kills.size(); run++) {
            drain(ownFolder(run));
            assertLost(kills.get(run), HANGING_BOUND_MICROS);
        }
    }

    private Path ownFolder(int run) throws IOException {
        return Files.createDirectories(folder.resolve("hung-" + run));
    }

    /** What waits there is stored by the next start. */
    private void drain(Path spool) throws IOException {
        try (HistoryWriter last = historyWriter(database.dataSource(), new ChannelIndex(), spool, TIME, false)) {
            awaitStored(last);
            assertEquals("", last.status().problem());
        }
    }

    private void assertLost(Kill kill, long bound) throws IOException {
        String[] stored = database.query("SELECT count(*), count(DISTINCT value), coalesce(max(value)::int, -1), "
                + "coalesce((extract(epoch FROM max(time)) * 1000000)::bigint, 0) FROM channel_data WHERE channel_id = '"
                + kill.channel + "'").getFirst().split("\\|");
        assertEquals(stored[0], stored[1], kill.channel + ": each once");
        assertEquals(Integer.parseInt(stored[0]) - 1, Integer.parseInt(stored[2]), kill.channel + ": without a hole");
        long lostMicros = kill.atMicros - Math.max(kill.sinceMicros, Long.parseLong(stored[3]));
        long delay = Bystander.worstMicros(bystander(kill.channel));
        assertTrue(lostMicros < bound + STEPS * delay, kill.channel + ": the last " + lostMicros + " µs are lost, on a machine that "
                + "delays by " + delay + " µs");
    }

    private Path bystander(String channel) {
        return folder.resolve(channel + ".delay");
    }

    private Process start(String url, Path spool, String channel) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(), url,
                spool.toString(), channel, bystander(channel).toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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
