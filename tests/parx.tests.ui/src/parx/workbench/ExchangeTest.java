package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Quality;

/** History leaves the workstation as a file and comes back from one. */
class ExchangeTest extends WorkbenchTest {
    private static final long MINUTE = 60_000_000;

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory("parx-exchange");
    }

    @AfterEach
    void deleteFolder() throws Exception {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    void whatATrendShowsIsExportedIntoAFile() throws Exception {
        long to = plant.now();
        plant.awaitStored(FAST, to - MINUTE / 60);
        run("parx.ui.exchange.export", Map.of("channels", FAST, "from", Long.toString(to - MINUTE), "to", Long.toString(to)));
        Path file = folder.resolve("fast.csv");
        screen.type("export.file", file.toString());
        screen.press("export.ok");
        Await.until(() -> "the file", Await.LONG, () -> Files.exists(file));
        List<String> lines = Files.readAllLines(file);
        assertEquals("time,channel,value,quality,unit", lines.getFirst());
        assertTrue(lines.size() > 1 && lines.get(1).contains("," + FAST + ","), lines.toString());
    }

    @Test
    void aFileIsImportedAndItsWrongLinesAreReported() throws Exception {
        Instant time = Instant.now().minus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        long micros = time.getEpochSecond() * 1_000_000;
        Path file = folder.resolve("old.csv");
        Files.writeString(file, "time,channel,value,quality,unit\n" + time + "," + FAST + ",12.5,GOOD,m/min\n"
                + time.plusSeconds(1) + "," + FAST + ",kaputt,GOOD,m/min\n");
        run("parx.ui.exchange.import", Map.of("file", file.toString()));
        Await.until(() -> "the preview", Await.LONG, () -> screen.isEnabled("import.ok"));
        screen.press("import.ok");
        Await.until(() -> "the report", Await.LONG, () -> screen.shows("import.report.summary"));
        assertEquals(List.of(new Plant.Row(micros, 12.5, Quality.GOOD)), plant.stored(FAST, micros, micros + MINUTE));
        assertTrue(Files.readString(folder.resolve("old.csv.rejects.csv")).contains("kaputt"));
        screen.act(() -> screen.look(org.eclipse.swt.widgets.Shell.class, "import.report").orElseThrow().close());
    }

    /** Not waited for: a dialog stays open until it is answered. */
    private void run(String id, Map<String, String> parameters) {
        screen.display().asyncExec(() -> {
            Command command = PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(id);
            try {
                PlatformUI.getWorkbench().getService(IHandlerService.class)
                        .executeCommand(ParameterizedCommand.generateCommand(command, parameters), null);
            } catch (CommandException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
