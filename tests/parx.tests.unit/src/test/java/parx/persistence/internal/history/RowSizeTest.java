package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

/** How many bytes a stored sample takes. */
class RowSizeTest {
    private static final String INSERT = "INSERT INTO channel_data (time, channel_id, value, quality) SELECT now() - i * interval "
            + "'1 us', 'ch-%1$d', i, 'GOOD' FROM generate_series(%1$d, %2$d) i";

    @Test
    void aRowsSizeIsMeasuredFromTheFirstRowsOnAndFromTheTablesOnceThereAreEnough() throws Exception {
        try (TestDatabase database = TestDatabase.migrated(); RowSize size = new RowSize(database.dataSource())) {
            size.measure();
            assertTrue(Double.isNaN(size.bytes()), "nothing is stored");
            if (!database.timescale()) {
                database.execute("SELECT ensure_partitions(now(), now())");
            }
            database.execute(INSERT.formatted(1, 100));
            size.measure();
            assertSize(size);
            database.execute(INSERT.formatted(101, 20_000), "ANALYZE channel_data");
            size.measure();
            assertSize(size);
        }
    }

    @Test
    void itIsKnownSoonAfterTheFirstRowsWithoutStatistics() throws Exception {
        try (TestDatabase database = TestDatabase.migrated(); RowSize size = new RowSize(database.dataSource())) {
            database.execute(INSERT.formatted(1, 10));
            Await.until("it is measured", Duration.ofSeconds(60), () -> !Double.isNaN(size.bytes()));
            assertSize(size);
        }
    }

    private static void assertSize(RowSize size) {
        assertTrue(size.bytes() > 50 && size.bytes() < 400, "bytes: " + size.bytes());
    }
}
