package parx.ui.exchange.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.exchange.TimeFormat;
import parx.model.Retention;
import parx.ui.Words;

/** The fields of the import dialog in a shell of their own. */
final class ChoiceFieldsTest {
    private static final List<String> COLUMNS = List.of("Nr", "Wann", "Stelle", "Ist", "Ist");

    private final List<ImportChoices> said = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Display display;
    private boolean own;
    private Shell shell;
    private ChoiceFields fields;

    @BeforeEach
    void open() {
        own = Display.getCurrent() == null;
        display = own ? new Display() : Display.getCurrent();
        shell = new Shell(display);
        shell.setLayout(new GridLayout());
        fields = new ChoiceFields(shell, new Words(ChoiceFields.class, Locale.ENGLISH), ImportChoices.NONE, said::add, refused::add);
    }

    @AfterEach
    void close() {
        shell.dispose();
        if (own) {
            display.dispose();
        }
    }

    @Test
    void theyShowWhatIsInForceWithoutSayingIt() {
        fields.show(preview(new ImportMapping.Tall(2, 3, ImportMapping.NONE, ImportMapping.NONE)));
        assertEquals(List.of(), said);
        assertEquals("Tab", field("separator").getText());
        assertEquals("Comma: 1,5", field("decimal").getText());
        assertEquals("Wann", field("time-column").getText());
        assertEquals("Stelle", field("name-column").getText());
        assertEquals("None", field("quality-column").getText());
        assertTrue(field("value-column").getEnabled());
        fields.show(preview(new ImportMapping.Wide(List.of())));
        assertEquals("None", field("name-column").getText());
        assertFalse(field("value-column").getEnabled(), "a column per channel has no one column of values");
    }

    @Test
    void whatAPersonChoosesIsSaidInTheWordsOfAMapping() {
        fields.show(preview(new ImportMapping.Tall(2, 3, ImportMapping.NONE, ImportMapping.NONE)));
        choose("decimal", "Point: 1.5");
        choose("value-column", "Ist");
        field("separator").setText(";");
        field("zone").setText("Europe/Berlin");
        ImportChoices expected = ImportChoices.NONE.with("decimal", "point").with("value-column", "Ist").with("separator", ";")
                .with("zone", "Europe/Berlin");
        assertEquals(expected, said.getLast());
        assertEquals(expected, fields.choices());
    }

    @Test
    void whatCannotBeIsASentenceAndNotSaid() {
        field("zone").setText("Mars");
        assertEquals(List.of("This is no time zone. Write UTC or Europe/Berlin."), refused);
        assertEquals(List.of(), said);
    }

    private static ImportPreview preview(ImportMapping.Layout layout) {
        return new ImportPreview(new ImportMapping(StandardCharsets.UTF_8, '\t', true, 1, new ImportMapping.Times(List.of(1),
                new TimeFormat(TimeFormat.ISO, ZoneOffset.UTC)), layout, Map.of(), Retention.parse("1y")), false, COLUMNS,
                List.of(), List.of(), Map.of());
    }

    private void choose(String name, String item) {
        Combo combo = field(name);
        combo.select(combo.indexOf(item));
        combo.notifyListeners(SWT.Selection, new Event());
    }

    private Combo field(String name) {
        return find(shell, "import." + name);
    }

    private static Combo find(Composite in, String id) {
        for (Control child : in.getChildren()) {
            if (id.equals(child.getData("parx.id"))) {
                return (Combo) child;
            }
            if (child instanceof Composite inner && !(child instanceof Combo)) {
                Combo found = find(inner, id);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
