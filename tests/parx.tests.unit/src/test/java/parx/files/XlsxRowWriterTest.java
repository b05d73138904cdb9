package parx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;

/** Reads what was written with openpyxl, which shares no code with the writer. */
class XlsxRowWriterTest {
    private static final long T = Micros.of(Instant.parse("2026-03-29T00:59:59.000001Z"));
    private static final String PRINT = """
            import openpyxl, sys
            book = openpyxl.load_workbook(sys.argv[1], read_only=True)
            for sheet in book:
                sheet.reset_dimensions()
                print(sheet.title)
                for row in sheet.iter_rows():
                    print(' | '.join('%s:%s' % (c.data_type, c.value) for c in row))
            """;
    private static final String COUNT_ROWS = """
            import sys, zipfile
            book = zipfile.ZipFile(sys.argv[1])
            for name in sorted(n for n in book.namelist() if n.startswith('xl/worksheets/')):
                print(name, book.read(name).count(b'<row '))
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void findReader() throws IOException, InterruptedException {
        boolean there = Path.of("/usr/bin/python3").toFile().canExecute()
                && new ProcessBuilder("/usr/bin/python3", "-c", "import openpyxl").start().waitFor() == 0;
        assumeTrue(there, "skipped: python3-openpyxl is not installed");
    }

    @Test
    void anotherReaderSeesNumbersTimesAndHarmlessText() throws Exception {
        Path file = folder.resolve("samples.xlsx");
        try (RowWriter out = SampleFormat.XLSX.rows(file, id -> id.equals("temp") ? "°C" : "")) {
            out.row(T, "temp", -12.5, Quality.GOOD);
            out.row(T + 500_000, "=1+1", Double.NaN, Quality.BAD);
            out.row(T, "temp", Double.POSITIVE_INFINITY, Quality.UNCERTAIN);
        }
        assertEquals(List.of("Samples", "s:time (UTC) | s:channel | s:value | s:quality | s:unit",
                "d:2026-03-29 00:59:59 | s:temp | n:-12.5 | s:GOOD | s:°C",
                "d:2026-03-29 00:59:59.500000 | s:'=1+1 | n:None | s:BAD",
                "d:2026-03-29 00:59:59 | s:temp | s:Infinity | s:UNCERTAIN | s:°C"), run(PRINT, file));
    }

    @Test
    void aGridHasTheUnitInItsHeading() throws Exception {
        Path file = folder.resolve("grid.xlsx");
        try (GridWriter out = SampleFormat.XLSX.grid(file,
                List.of(new GridColumn("speed", "m/min"), new GridColumn("+x", "")))) {
            out.row(T, new double[] {1.5, 2}, new byte[] {QualityCode.GOOD, QualityCode.GOOD});
        }
        assertEquals(List.of("Samples", "s:time (UTC) | s:speed [m/min] | s:speed quality | s:'+x | s:'+x quality",
                "d:2026-03-29 00:59:59 | n:1.5 | s:GOOD | n:2.0 | s:GOOD"), run(PRINT, file));
    }

    @Test
    void whatDoesNotFitOnASheetGoesOnToTheNext() throws Exception {
        Path file = folder.resolve("long.xlsx");
        int rows = (1 << 20) + 10;
        try (RowWriter out = SampleFormat.XLSX.rows(file, id -> "")) {
            for (int i = 0; i < rows; i++) {
                out.row(T + i, "speed", i, Quality.GOOD);
            }
            assertTrue(out.bytes() > 0);
        }
        assertEquals(List.of("xl/worksheets/sheet1.xml " + (1 << 20), "xl/worksheets/sheet2.xml " + 12),
                run(COUNT_ROWS, file));
    }

    private static List<String> run(String script, Path file) throws IOException, InterruptedException {
        Process python = new ProcessBuilder("/usr/bin/python3", "-W", "ignore", "-X", "utf8", "-c", script, file.toString())
                .redirectErrorStream(true).start();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), printed);
        return printed.lines().toList();
    }
}
