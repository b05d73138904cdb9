package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.persistence.TestDatabase;

/** Stored samples as they are: all of a range, or the one that is nearest to a time. */
class StoredSamplesTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    /** 2026-03-01T00:00:00Z */
    private static final long START = 1_772_323_200L * SECOND;

    private final ChannelIndex index = new ChannelIndex();
    private TestDatabase database;
    private SqlHistory history;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        history = new SqlHistory(database.dataSource(), index, database.timescale(), Map::of);
    }

    @AfterEach
    void close() {
        history.close();
        database.close();
    }

    @Test
    void samplesComeInTheOrderOfTimeWhateverTheWindowsThatTheyAreReadIn() throws Exception {
        series("a", 0, 3000, 1000);
        series("b", 100, 200, 10);
        insert("c", START + 150 * SECOND, 5, "UNCERTAIN");
        insert("c", START + 30 * 24 * HOUR, 6, "BAD");
        List<String> expected = database.query("SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality "
                + "FROM channel_data WHERE channel_id IN ('a', 'b', 'c', 'none') AND time > " + literal(START + 5 * SECOND)
                + " ORDER BY time, array_position(ARRAY['b', 'a', 'none', 'c'], channel_id::text)");
        for (int windowRows : new int[] {200, 5_000, 1 << 19}) {
            List<String> ids = List.of("b", "a", "none", "c");
            List<String> got = new ArrayList<>();
            try (Snapshots snapshots = new Snapshots(database.dataSource())) {
                new SampleStream(snapshots, new TableRows(), ids, windowRows).read(START + 5 * SECOND + 1, Long.MAX_VALUE,
                        (place, time, value, quality) -> got.add(time + "|" + ids.get(place) + "|"
                                + (value == 5 || value == 6 ? Integer.toString((int) value) : Double.toString(value)) + "|"
                                + QualityCode.quality(quality)));
            }
            assertEquals(expected.size(), got.size());
            for (int row = 0; row < got.size(); row++) {
                assertEquals(words(expected.get(row)), words(got.get(row)), "row " + row + " of windows of " + windowRows);
            }
        }
    }

    /** The value as a number, whoever wrote it. */
    private static List<Object> words(String row) {
        String[] words = row.split("\\|");
        return List.of(words[0], words[1], Double.parseDouble(words[2]), words[3]);
    }

    @Test
    void theSampleBeforeAndTheOneAfterATimeAreFoundHoweverFarAway() throws Exception {
        insert("near", START - 5, 1, "GOOD");
        insert("near", START, 2, "UNCERTAIN");
        insert("near", START + 5, 3, "GOOD");
        insert("far", START - 60 * 24 * HOUR, 4, "BAD");
        insert("far", START + 60 * 24 * HOUR, 5, "GOOD");
        List<String> ids = List.of("far", "none", "near", "far");
        assertEquals(List.of("4.0 BAD", "", "2.0 UNCERTAIN", "4.0 BAD"), said(history.valueAt(ids, START + 4)));
        assertEquals(List.of("5.0 GOOD", "", "2.0 UNCERTAIN", "5.0 GOOD"), said(history.firstFrom(ids, START)));
        assertEquals(List.of("4.0 BAD", "", "1.0 GOOD", "4.0 BAD"), said(history.valueAt(ids, START - 1)));
        assertEquals(List.of("5.0 GOOD", "", "3.0 GOOD", "5.0 GOOD"), said(history.firstFrom(ids, START + 1)));
        assertEquals(List.of("5.0 GOOD", "", "3.0 GOOD", "5.0 GOOD"), said(history.valueAt(ids, Long.MAX_VALUE)));
        assertEquals(List.of("4.0 BAD", "", "1.0 GOOD", "4.0 BAD"), said(history.firstFrom(ids, Long.MIN_VALUE)));
    }

    private List<String> said(List<Optional<Sample>> samples) {
        return samples.stream().map(s -> s.map(x -> x.value() + " " + x.quality()).orElse("")).toList();
    }

    @Test
    void theNewestSampleCountsForItsChannelOnlyWhereItIsNotBad() throws Exception {
        insert("good", START, 1, "GOOD");
        insert("good", START + 5, 1, "UNCERTAIN");
        insert("bad", START, 1, "GOOD");
        insert("bad", START + 5, 1, "BAD");
        assertEquals(Map.of("good", START + 5), history.newestNotBad(List.of("good", "bad", "none", "it's")));
    }

    @Test
    void whatWaitsOnDiskIsNewerThanWhatIsStored() throws Exception {
        insert("good", START, 1, "GOOD");
        insert("ended", START, 1, "GOOD");
        insert("healed", START, 1, "BAD");
        insert("stored", START + 9, 1, "GOOD");
        Map<String, NewestSample> onDisk = Map.of("good", new NewestSample(START + 7, false), "ended",
                new NewestSample(START + 7, true), "healed", new NewestSample(START + 7, false), "stored",
                new NewestSample(START + 7, true), "only", new NewestSample(START + 3, false), "unasked",
                new NewestSample(START, false));
        try (SqlHistory after = new SqlHistory(database.dataSource(), index, database.timescale(), () -> onDisk)) {
            assertEquals(Map.of("good", START + 7, "healed", START + 7, "stored", START + 9, "only", START + 3),
                    after.newestNotBad(List.of("good", "ended", "healed", "stored", "only")));
        }
    }

    private void insert(String id, long at, double value, String quality) {
        database.execute("INSERT INTO channel_data VALUES (" + literal(at) + ", '" + id + "', '" + value + "', '" + quality + "')");
    }

    private void series(String id, int fromSecond, int toSecond, int stepMillis) {
        database.execute("INSERT INTO channel_data SELECT " + literal(START) + " + make_interval(secs => i / 1000.0), '" + id
                + "', i, 'GOOD' FROM generate_series(" + fromSecond * 1000 + ", " + (toSecond * 1000 - 1) + ", " + stepMillis + ") i");
    }

    private static String literal(long micros) {
        return "'" + Micros.toInstant(micros) + "'::timestamptz";
    }
}
