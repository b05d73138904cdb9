package parx.cli.internal.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.exchange.ImportChoices;

class ImportWordsTest {
    @TempDir
    Path folder;

    @Test
    void anOptionGoesBeforeWhatTheMappingSays() throws Exception {
        Path mapping = Files.writeString(folder.resolve("boiler.mapping"), "separator=;\nzone=UTC\nchannel.T\\ 1=ch-1\n");
        ImportWords words = ImportWords.of(List.of("--mapping", mapping.toString(), "--zone", "Europe/Berlin", "week.csv",
                "--separator", "tab"));
        assertEquals(Path.of("week.csv").toAbsolutePath(), words.file());
        assertEquals(ImportChoices.NONE.with("separator", "tab").with("zone", "Europe/Berlin").with("channel.T 1", "ch-1"),
                words.choices());
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsStarted() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ImportWords.of(List.of("a.csv", "--decimal", ",")))
                .getMessage().contains("point or comma"));
        assertThrows(IllegalArgumentException.class, () -> ImportWords.of(List.of("a.csv", "--colour", "red")));
        assertEquals("needs a file", assertThrows(IllegalArgumentException.class, () -> ImportWords.of(List.of())).getMessage());
    }
}
