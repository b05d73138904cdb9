package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.service.DropCause;

/** Rows that the database refuses for ever go aside and hold up no others, however many they are. */
class RefusedRowsTest extends HistoryWriterFixture {
    @Test
    void poisonedRowsAreSetAsideWithTheirReasonAndTheRestIsStored() throws Exception {
        String tooLong = "x".repeat(51);
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(2000);
            for (int i = 0; i < 2000; i++) {
                batch.sample(index.handle("ch-" + i % 7), start + i, i, QualityCode.GOOD);
                if (i == 0 || i == 777 || i == 1999) {
                    batch.sample(index.handle(tooLong), start + i, i, QualityCode.GOOD);
                }
                if (i == 778) {
                    batch.sample(60_000, start + i, i, QualityCode.GOOD);
                    batch.sample(index.handle("=nul\0"), start + i, i, QualityCode.GOOD);
                    batch.sample(index.handle("ch-1"), Long.MIN_VALUE / 2, i, QualityCode.GOOD);
                }
            }
            writer.store(batch);
            store(writer, 2000, 100);
            awaitStored(writer);
            assertEquals(6, writer.status().quarantined());
            assertEquals(2100, writer.status().committed());
            assertEquals(0, writer.status().backlog());
        }
        assertStoredOnce(database, 2100);
        List<String> set = Files.readAllLines(folder.resolve("quarantine.csv"));
        assertEquals(7, set.size(), String.join("\n", set));
        assertTrue(set.get(1).contains(tooLong) && set.get(1).contains("too long"), set.get(1));
        assertTrue(set.stream().anyMatch(line -> line.contains("\"'=nul\\0\"")), String.join("\n", set));
    }

    /** A bad device may send one refused sample among a thousand for hours: the others must keep up. */
    @Test
    void manyPoisonedRowsCostFewTriesEach() throws Exception {
        database.execute("ALTER TABLE channel_data ADD CONSTRAINT odd CHECK (value::bigint % 1000 <> 999)",
                "CREATE SEQUENCE tries", "CREATE FUNCTION count_try() RETURNS trigger LANGUAGE plpgsql AS "
                        + "'BEGIN PERFORM nextval(''tries''); RETURN NULL; END'",
                "CREATE TRIGGER count_try BEFORE INSERT ON channel_data FOR EACH STATEMENT EXECUTE FUNCTION count_try()");
        int rows = 20_000;
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, rows);
            awaitStored(writer);
            assertEquals(20, writer.status().quarantined());
            assertEquals(rows - 20, writer.status().committed());
        }
        long tries = Long.parseLong(database.query("SELECT last_value FROM tries").getFirst());
        assertTrue(tries <= 20 * 40, tries + " tries: to narrow one down among a thousand takes a few halvings");
    }

    /** As where a whole channel is refused for hours: each third row of what arrives a few at a time. */
    @Test
    void aChannelThatIsRefusedAllTheTimeHoldsUpNoOther() throws Exception {
        database.execute("ALTER TABLE channel_data ADD CONSTRAINT odd CHECK (value::bigint % 3 <> 1)");
        int rows = 6000;
        try (HistoryWriter writer = writer(database.dataSource())) {
            feed(writer, 0, () -> true, rows / 100);
            awaitStored(writer);
            assertEquals(rows / 3, writer.status().quarantined());
            assertEquals(rows - rows / 3, writer.status().committed());
            assertEquals(0, writer.status().dropped());
        }
        assertOnlyThirdsAreMissing(rows);
    }

    @Test
    void whatIsRefusedAndWhatIsThereAlreadyAreToldApartInOneBatch() throws Exception {
        database.execute("ALTER TABLE channel_data ADD CONSTRAINT small CHECK (value < 1000)");
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 50);
            awaitStored(writer);
            SampleBatch batch = new SampleBatch(16);
            int channel = index.handle("ch-1");
            batch.sample(channel, start + 50, 4711, QualityCode.GOOD);
            batch.sample(channel, start + 8, 8, QualityCode.GOOD);
            batch.sample(channel, start + 8, 8, QualityCode.GOOD, (short) -400);
            batch.sample(channel, start + 8, 9, QualityCode.GOOD);
            batch.sample(channel, start + 15, 4712, QualityCode.GOOD);
            batch.sample(index.handle("ch-0"), start + 50, 5000, QualityCode.GOOD);
            batch.sample(channel, start + 50, 50, QualityCode.GOOD);
            batch.sample(channel, start + 50, 51, QualityCode.GOOD);
            writer.store(batch);
            awaitStored(writer);
            assertEquals(3, writer.status().quarantined());
            assertEquals(Map.of(DropCause.REPEATED_TIME, 2L), writer.status().dropsByCause());
            assertEquals("", writer.status().problem());
        }
        assertStoredOnce(database, 51);
        assertEquals(List.of(4711.0, 4712.0, 5000.0), new Quarantine(folder, index, TIME).newest(9).reversed().stream()
                .map(SetAsideRow::value).toList());
        assertEquals(List.of("400"), database.query("SELECT keep_days FROM channel_data_kept"));
    }

    /** A check that the database makes at the commit names no row. */
    @Test
    void whatIsRefusedOnlyAtTheCommitIsFoundToo() throws Exception {
        database.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                        + "'BEGIN IF NEW.value::bigint % 100 = 99 THEN RAISE ''a full hundred''; END IF; RETURN NULL; END'",
                "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON channel_data DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                        + "EXECUTE FUNCTION refuse()");
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 300);
            awaitStored(writer);
            assertEquals(3, writer.status().quarantined());
            assertEquals(297, writer.status().committed());
        }
        assertEquals(List.of("297|297"), database.query("SELECT count(*), count(DISTINCT value) FROM channel_data"));
    }

    private void assertOnlyThirdsAreMissing(int rows) throws Exception {
        assertEquals(List.of(rows - rows / 3 + "|" + (rows - rows / 3)), database.query(
                "SELECT count(*), count(DISTINCT value) FROM channel_data WHERE value::bigint % 3 <> 1"));
        List<Double> aside = new Quarantine(folder, index, TIME).newest(rows).reversed().stream().map(SetAsideRow::value).toList();
        assertEquals(IntStream.range(0, rows / 3).mapToObj(i -> 3.0 * i + 1).toList(), aside, "each once, in their order");
    }
}
