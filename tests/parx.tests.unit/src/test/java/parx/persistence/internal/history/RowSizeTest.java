package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

/** How many bytes a stored sample takes. */
class RowSizeTest {
    @Test
    void aRowsSizeIsMeasuredOnceThereAreEnoughRows() throws Exception {
        try (TestDatabase database = TestDatabase.migrated(); RowSize size = new RowSize(database.dataSource())) {
            size.measure();
            assertTrue(Double.isNaN(size.bytes()), "nothing is stored");
            if (!database.timescale()) {
                database.execute("SELECT ensure_partitions(now(), now())");
            }
            database.execute("INSERT INTO channel_data (time, channel_id, value, quality) SELECT now() - i * interval '1 us',"
                    + " 'ch-1', i, 'GOOD' FROM generate_series(1, 20000) i");
            database.execute("ANALYZE channel_data");
            size.measure();
            assertTrue(size.bytes() > 50 && size.bytes() < 400, "bytes: " + size.bytes());
        }
    }
}
