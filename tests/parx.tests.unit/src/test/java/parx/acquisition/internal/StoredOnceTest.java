package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.persistence.internal.history.HistoryWriter;
import parx.persistence.internal.history.Quarantine;
import parx.service.DropCause;
import parx.service.HistorySink.HistoryStatus;

/** From the pipeline to the database: after whatever happens, rows are the samples sent minus those counted as dropped. */
class StoredOnceTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long SECOND = Micros.PER_SECOND;
    private static final long HOUR = 3600 * SECOND;

    @TempDir
    Path folder;
    private final TimeZone zone = TimeZone.getDefault();
    private final Object origin = new Object();
    private final ManualClock clock = new ManualClock();
    private final SteadyClock steady = new SteadyClock(clock);
    private final ChannelIndex index = new ChannelIndex();
    private final int handle = index.handle(PipelineHarness.channel(0).id());
    private TestDatabase database;
    private HistoryWriter writer;
    private Pipeline pipeline;
    private int sent;

    @BeforeEach
    void open() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        database = TestDatabase.migrated();
        TimeSource time = TimeSource.system();
        writer = new HistoryWriter(database.dataSource(), index, folder, new Quarantine(folder, index, time), time, false);
        pipeline = new Pipeline(steady, Duration.ofMinutes(1), new LiveTable(), new RecentSamples(SECOND, 1000), writer);
        pipeline.start();
        pipeline.put(new Message.Task(() -> {
            pipeline.store(PipelineHarness.storeEvery(handle));
            pipeline.adopt(origin, List.of(new AcquiredChannel(handle, PipelineHarness.channel(0), Scaling.NONE, 1000)), 1);
        }));
    }

    @AfterEach
    void close() throws Exception {
        TimeZone.setDefault(zone);
        pipeline.stop(LIMIT);
        writer.close();
        database.close();
    }

    @Test
    void aClockThatIsSetBackAndForthByAnHourLosesNothingUncounted() throws Exception {
        run(3600);
        set(clock.nowMicros() - HOUR);
        run(5400);
        set(clock.nowMicros() + HOUR);
        run(600);
        Map<DropCause, Long> drops = assertAccounted();
        assertEquals(List.of(DropCause.REPEATED_TIME), List.copyOf(drops.keySet()), "nothing but times that came before");
        assertTrue(drops.get(DropCause.REPEATED_TIME) <= 3600, drops.toString());
        assertEquals(List.of("600"), database.query("SELECT count(*) FROM channel_data WHERE quality = 'GOOD' AND value >= 9000"));
    }

    @Test
    void aSmallStepBackCostsNothing() throws Exception {
        run(100);
        set(clock.nowMicros() - 30 * SECOND);
        run(200);
        assertEquals(Map.of(), assertAccounted());
    }

    @Test
    void theEndAndTheBeginOfSummerTimeAreNothingToUtc() throws Exception {
        for (String change : List.of("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z")) {
            long at = Micros.of(Instant.parse(change));
            set(at - HOUR);
            run(7200);
            assertEquals(Map.of(), assertAccounted());
            assertEquals(List.of("7200|7200|7199"), database.query("SELECT count(*), count(DISTINCT time), "
                    + "extract(epoch FROM max(time) - min(time))::int FROM channel_data WHERE quality = 'GOOD' AND time BETWEEN "
                    + "timestamptz '" + change + "' - interval '2 hours' AND timestamptz '" + change + "' + interval '2 hours'"));
        }
    }

    @Test
    void whatIsNoNumberIsStoredAsBadAndAnImpossibleTimeIsCounted() throws Exception {
        run(10);
        SampleBatch odd = new SampleBatch(8);
        long now = steady.nowMicros();
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            odd.sample(handle, now++, value, QualityCode.GOOD);
            odd.sample(handle, now++, 1, QualityCode.GOOD);
        }
        odd.sample(handle, SECOND, 1970, QualityCode.GOOD);
        odd.sample(handle, Micros.of(Instant.parse("2050-01-01T00:00:00Z")), 2050, QualityCode.GOOD);
        pipeline.put(Message.Parcel.once(origin, odd));
        run(10);
        assertTrue(pipeline.drain(LIMIT));
        stored();
        assertEquals(Map.of(DropCause.IMPOSSIBLE_TIME, 2L), writer.status().dropsByCause());
        assertEquals(Map.of("ch-0", 2L), writer.status().dropsByChannel());
        assertEquals(List.of("BAD|3|3", "GOOD|23|0"), database.query("SELECT quality, count(*), "
                + "count(*) FILTER (WHERE value = 'NaN') FROM channel_data GROUP BY 1 ORDER BY 1"));
    }

    /** Somebody sets the clock; what was sent before is through the pipeline by then. */
    private void set(long wallMicros) throws InterruptedException {
        assertTrue(pipeline.drain(LIMIT));
        clock.set(wallMicros);
    }

    /** A numbered sample each second. */
    private void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            SampleBatch batch = new SampleBatch(1);
            batch.sample(handle, steady.nowMicros(), sent++, QualityCode.GOOD);
            assertTrue(pipeline.put(Message.Parcel.once(origin, batch)));
            clock.pass(SECOND);
        }
    }

    /** @return what was dropped */
    private Map<DropCause, Long> assertAccounted() throws Exception {
        assertTrue(pipeline.drain(LIMIT));
        HistoryStatus status = stored();
        assertEquals(0, status.quarantined());
        long dropped = status.dropsByCause().values().stream().mapToLong(Long::longValue).sum();
        long rows = sent - dropped;
        assertEquals(List.of(rows + "|" + rows), database.query(
                "SELECT count(*), count(DISTINCT value) FROM channel_data WHERE quality = 'GOOD'"));
        return status.dropsByCause();
    }

    private HistoryStatus stored() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (writer.status().backlog() > 0 && System.nanoTime() < limit) {
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(0, writer.status().backlog(), writer.status().problem());
        return writer.status();
    }
}
