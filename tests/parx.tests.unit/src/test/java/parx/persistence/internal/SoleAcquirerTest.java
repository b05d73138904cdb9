package parx.persistence.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;
import parx.service.StartException;

class SoleAcquirerTest {
    @Test
    void aSecondParXOnTheSameDatabaseIsRefusedUntilTheFirstHasEnded() throws Exception {
        try (TestDatabase database = TestDatabase.empty()) {
            try (SoleAcquirer first = SoleAcquirer.claim(database.dataSource(), "here")) {
                StartException e = assertThrows(StartException.class, () -> SoleAcquirer.claim(database.dataSource(), "here"));
                assertTrue(e.getMessage().startsWith("Another ParX already acquires into the database here"), e.getMessage());
            }
            SoleAcquirer.claim(database.dataSource(), "here").close();
        }
    }
}
