package parx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Micros;
import parx.model.Quality;

class CsvRowWriterTest {
    private static final long T = Micros.of(Instant.parse("2026-03-29T00:59:59.000001Z"));
    private static final String HEADER = "time,channel,value,quality,unit";

    @TempDir
    Path folder;
    private final Map<String, String> units = Map.of("speed", "m/min", "pH", "", "temp", "°C");

    @Test
    void eachSampleIsOneLine() throws IOException {
        assertEquals(List.of(HEADER, "2026-03-29T00:59:59.000001Z,speed,125.5,GOOD,m/min",
                "2026-03-29T01:00:00.000000Z,temp,-12.25,UNCERTAIN,°C", "1969-12-31T23:59:59.500000Z,pH,7,BAD,"),
                written(out -> {
                    out.row(T, "speed", 125.5, Quality.GOOD);
                    out.row(T + 999_999, "temp", -12.25, Quality.UNCERTAIN);
                    out.row(-500_000, "pH", 7, Quality.BAD);
                }));
    }

    @Test
    void numbersLookTheSameInEveryLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals(List.of(HEADER, "2026-03-29T00:59:59.000001Z,speed,1234567.125,GOOD,m/min",
                    "2026-03-29T00:59:59.000002Z,speed,9.007199254740992E15,GOOD,m/min",
                    "2026-03-29T00:59:59.000003Z,speed,1.0E-9,GOOD,m/min",
                    "2026-03-29T00:59:59.000004Z,speed,,BAD,m/min",
                    "2026-03-29T00:59:59.000005Z,speed,-Infinity,BAD,m/min"), written(out -> {
                        out.row(T, "speed", 1234567.125, Quality.GOOD);
                        out.row(T + 1, "speed", 9007199254740993.0, Quality.GOOD);
                        out.row(T + 2, "speed", 1e-9, Quality.GOOD);
                        out.row(T + 3, "speed", Double.NaN, Quality.BAD);
                        out.row(T + 4, "speed", Double.NEGATIVE_INFINITY, Quality.BAD);
                    }));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void textThatASpreadsheetWouldRunIsQuotedAndNegativeNumbersAreNot() throws IOException {
        assertEquals(List.of(HEADER, "2026-03-29T00:59:59.000001Z,'=1+1,-12.5,GOOD,",
                "2026-03-29T00:59:59.000001Z,'-x,0,GOOD,", "2026-03-29T00:59:59.000001Z,'@SUM(A1),0,GOOD,",
                "2026-03-29T00:59:59.000001Z,\"a,\"\"b\",0,GOOD,"), written(out -> {
                    out.row(T, "=1+1", -12.5, Quality.GOOD);
                    out.row(T, "-x", 0, Quality.GOOD);
                    out.row(T, "@SUM(A1)", 0, Quality.GOOD);
                    out.row(T, "a,\"b", 0, Quality.GOOD);
                }));
    }

    @Test
    void quotedTextReadsBackAsItWas() {
        for (String text : List.of("plain", "=1+1", "'=1+1", "''", "'it", "+49", "", "\tx", "-", "'-'")) {
            assertEquals(text, CellText.original(CellText.harmless(text)));
        }
    }

    @Test
    void aFileIsContinuedWithoutASecondHeader() throws IOException {
        written(out -> out.row(T, "speed", 1, Quality.GOOD));
        assertEquals(List.of(HEADER, "2026-03-29T00:59:59.000001Z,speed,1,GOOD,m/min",
                "2026-03-29T00:59:59.000001Z,speed,2,GOOD,m/min"), written(out -> out.row(T, "speed", 2, Quality.GOOD)));
    }

    @Test
    void itsSizeIsThatOfTheFile() throws IOException {
        Path file = folder.resolve("size.csv");
        try (CsvRowWriter out = new CsvRowWriter(file, id -> "")) {
            for (int i = 0; i < 10_000; i++) {
                out.row(T + i, "speed", i * 0.1, Quality.GOOD);
            }
            long expected = out.bytes();
            out.flush();
            assertEquals(expected, Files.size(file));
        }
    }

    private List<String> written(Rows rows) throws IOException {
        Path file = folder.resolve("samples.csv");
        try (CsvRowWriter out = new CsvRowWriter(file, id -> units.getOrDefault(id, ""))) {
            rows.into(out);
        }
        String text = Files.readString(file);
        assertTrue(text.endsWith("\r\n"));
        return List.of(text.split("\r\n"));
    }

    private interface Rows {
        void into(RowWriter out) throws IOException;
    }
}
