package parx.cli.internal.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parx.exchange.ImportReport;

class ImportApplicationTest {
    @Test
    void aFileOfWhichNothingWasTakenEndsWithACodeOfItsOwn() {
        assertEquals(3, ImportApplication.exitCode(report(4, 0, 4)));
        assertEquals(0, ImportApplication.exitCode(report(4, 3, 1)), "some lines were taken");
        assertEquals(0, ImportApplication.exitCode(report(0, 0, 0)), "an empty file holds nothing wrong");
    }

    private static ImportReport report(long lines, long samples, long rejected) {
        return new ImportReport(lines, samples, samples, 0, rejected, 0, List.of(), Optional.empty(), false);
    }
}
