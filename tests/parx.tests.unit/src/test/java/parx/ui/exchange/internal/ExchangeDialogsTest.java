package parx.ui.exchange.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.exchange.TimeFormat;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Quality;
import parx.model.Retention;
import parx.model.Settings;
import parx.model.User;
import parx.service.Change;
import parx.service.Channels;
import parx.service.Subscription;
import parx.ui.Ui;
import parx.ui.Words;

/** The dialogs as they come up, before anything is read or written. */
final class ExchangeDialogsTest {
    @TempDir
    Path folder;
    private Display display;
    private boolean own;
    private Shell parent;
    private ExchangeKit kit;

    @BeforeEach
    void open() {
        own = Display.getCurrent() == null;
        display = own ? new Display() : Display.getCurrent();
        parent = new Shell(display);
        kit = new ExchangeKit(null, null, new OneChannel(), null, Ui.of(display), new Words(ChoiceFields.class, Locale.ENGLISH));
    }

    @AfterEach
    void close() {
        parent.dispose();
        if (own) {
            display.dispose();
        }
    }

    @Test
    void anImportWaitsUntilEveryColumnHasAChannelOrIsLeftOut() {
        Shell undecided = importOf(Map.of());
        assertFalse(find(undecided, Button.class, "import.ok").isEnabled());
        assertTrue(find(undecided, Label.class, "import.problem").getText().contains("‘Tank B’"));
        Table names = find(undecided, Table.class, "import.names");
        assertTrue(names.getClientArea().height >= 3 * names.getItemHeight(), names.getBounds().toString());
        undecided.close();
        Shell decided = importOf(Map.of("Tank B", ""));
        assertTrue(find(decided, Button.class, "import.ok").isEnabled());
        assertEquals("", find(decided, Label.class, "import.problem").getText());
        decided.close();
    }

    @Test
    void aFileNamedLikeAnotherFormatIsNotExportedAndTheZoneOfTheTimesIsSaid() {
        ExportDialog dialog = new ExportDialog(parent, kit, List.of("tank-a"), 0, 60_000_000);
        dialog.setBlockOnOpen(false);
        dialog.open();
        Shell shell = dialog.getShell();
        Text file = find(shell, Text.class, "export.file");
        file.setText(folder.resolve("a.csv").toString());
        assertTrue(find(shell, Button.class, "export.ok").isEnabled(), find(shell, Label.class, "export.problem").getText());
        file.setText(folder.resolve("a.XLSX").toString());
        assertFalse(find(shell, Button.class, "export.ok").isEnabled());
        assertTrue(find(shell, Label.class, "export.problem").getText().contains("another format"));
        Combo format = find(shell, Combo.class, "export.format");
        format.select(2);
        file.setText(folder.resolve("a.xlsx").toString());
        assertTrue(find(shell, Button.class, "export.ok").isEnabled());
        assertTrue(find(shell, Label.class, "export.zone").getText().contains(ZoneId.systemDefault().getId()));
        shell.close();
    }

    private Shell importOf(Map<String, String> decided) {
        ImportMapping.Wide wide = new ImportMapping.Wide(List.of(new ImportMapping.Series("Tank A", 1, ImportMapping.NONE),
                new ImportMapping.Series("Tank B", 2, ImportMapping.NONE)));
        ImportMapping mapping = new ImportMapping(StandardCharsets.UTF_8, ';', false, 1,
                new ImportMapping.Times(List.of(0), new TimeFormat(TimeFormat.ISO, ZoneOffset.UTC)), wide, decided,
                Retention.STANDARD);
        ImportPreview preview = new ImportPreview(mapping, false, List.of("Time", "Tank A", "Tank B"), List.of(),
                List.of(new ImportPreview.Line(2, 0, "Tank A", 1, Quality.GOOD, "", "")),
                Map.of("Tank A", "tank-a", "Tank B", ""));
        ImportDialog dialog = new ImportDialog(parent, kit, folder.resolve("week.csv"), preview);
        dialog.setBlockOnOpen(false);
        dialog.open();
        return dialog.getShell();
    }

    private static <T extends Control> T find(Composite within, Class<T> type, String id) {
        return search(within, type, id).orElseThrow();
    }

    private static <T extends Control> Optional<T> search(Composite within, Class<T> type, String id) {
        for (Control child : within.getChildren()) {
            if (id.equals(child.getData("parx.id")) && type.isInstance(child)) {
                return Optional.of(type.cast(child));
            }
            Optional<T> below = child instanceof Composite composite ? search(composite, type, id) : Optional.empty();
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    private static final class OneChannel implements Channels {
        private final Channel channel = new Channel("tank-a", "Tank A", Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE);

        @Override
        public List<Channel> all() {
            return List.of(channel);
        }

        @Override
        public Optional<Channel> byId(String id) {
            return all().stream().filter(each -> each.id().equals(id)).findFirst();
        }

        @Override
        public void apply(User by, Collection<Change<Channel>> changes) {
            throw new AssertionError("no dialog changes channels");
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> { };
        }
    }
}
