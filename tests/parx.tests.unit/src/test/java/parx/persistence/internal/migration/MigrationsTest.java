package parx.persistence.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

class MigrationsTest {
    @Test
    void anEmptyDatabaseGetsEveryTableOfTheSpecification() throws Exception {
        try (TestDatabase database = TestDatabase.migrated()) {
            List<String> names = database.query("SELECT c.relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
                    + " AND relkind IN ('r', 'p', 'v', 'm')");
            for (String table : List.of("users", "refresh_tokens", "channels", "storage_rules", "dashboards",
                    "derived_signals", "batches", "audit_log", "channel_data", "channel_data_1s", "channel_data_1m",
                    "alarms", "batch_data")) {
                assertTrue(names.contains(table), table + " is missing in " + names);
            }
            assertEquals(0, new Migrations(TestDatabase.scripts()).migrate(database.dataSource(), s -> { }).applied());
        }
    }
}
