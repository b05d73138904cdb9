package parx.cli.internal.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import parx.files.SampleFormat;

class ExportWordsTest {
    @Test
    void aFileNamedLikeAnotherFormatIsRefused() {
        String sentence = assertThrows(IllegalArgumentException.class, () -> words("csv", "a.XLSX")).getMessage();
        assertTrue(sentence.contains("another format") && sentence.contains(".csv"), sentence);
        assertThrows(IllegalArgumentException.class, () -> words("parquet", "a.csv"));
        assertEquals(SampleFormat.XLSX, words("xlsx", "a.XLSX").format());
        assertEquals(Path.of("a.txt").toAbsolutePath(), words("csv", "a.txt").file());
        assertEquals(SampleFormat.CSV, words("csv", "csv").format());
    }

    private static ExportWords words(String format, String file) {
        return ExportWords.of(List.of("--channels", "all", "--from", "2026-11-25", "--to", "2026-11-26", "--format", format,
                "--out", file), ZoneOffset.UTC);
    }
}
