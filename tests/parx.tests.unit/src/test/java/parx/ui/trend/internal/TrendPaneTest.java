package parx.ui.trend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Widget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import parx.chart.ChartCanvas;
import parx.chart.ChartTrace;
import parx.chart.TimeWindow;
import parx.ui.ValueFormat;

@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+")
class TrendPaneTest {
    private static final long SECOND = Line.SECOND;
    private static final long T0 = 1_790_000_000 * SECOND;
    private final Line line = new Line(T0);
    private Display display;
    private boolean ownDisplay;
    private Shell shell;
    private TrendKit kit;
    private TrendPane pane;

    @BeforeEach
    void open() {
        line.channel("a", "Strip speed", "units", "m/min", "low", 0, "high", 400);
        line.channel("b", "Pump", "stepped", true);
        for (int i = -900; i <= 0; i++) {
            line.good("a", T0 + i * SECOND, 300 + i % 3);
        }
        ownDisplay = Display.getCurrent() == null;
        display = ownDisplay ? new Display() : Display.getCurrent();
        shell = new Shell(display);
        shell.setLayout(new FillLayout());
        shell.setSize(1000, 640);
        kit = Kits.of(display, false);
        pane = new TrendPane(shell, line.services(), kit, new ValueFormat(), () -> { }, () -> { });
        shell.open();
    }

    @AfterEach
    void close() {
        shell.dispose();
        kit.background().close();
        kit.icons().close();
        if (ownDisplay) {
            display.dispose();
        }
    }

    @Test
    void anEmptyTrendOffersTheNextStep() {
        assertTrue(((Control) find(shell, "trend.empty.add")).isVisible());
        assertFalse(canvas().isVisible());
    }

    @Test
    void historyAndLiveComeTogether() {
        pane.add(List.of("a"));
        await(() -> trace().store().length() == 901);
        line.good("a", T0 + SECOND, 333);
        line.now = T0 + 2 * SECOND;
        await(() -> trace().store().length() == 902);
        assertEquals(T0 + 2 * SECOND, trace().store().rows().time(902), "the value in force goes on to now");
        Table legend = (Table) find(shell, "trend.legend");
        await(() -> legend.getItem(0).getText(1).startsWith("333"));
        assertEquals("Strip speed", legend.getItem(0).getText(0));
        assertEquals("m/min", legend.getItem(0).getText(2));
    }

    @Test
    void aNewTrendShowsAsMuchTimeAsThereIsDataForUntilAPersonChooses() {
        line.channel("new", "Bath level");
        line.good("new", T0 - 20 * SECOND, 5);
        pane.add(List.of("new"));
        await(() -> canvas().window().spanMicros() == 60 * SECOND);
        assertEquals(600 * SECOND, pane.state().spanMicros(), "what is kept is what it grows to");
        line.now = T0 + 90 * SECOND;
        await(() -> canvas().window().spanMicros() == 120 * SECOND);
        canvas().span(30 * SECOND);
        line.now = T0 + 400 * SECOND;
        await(() -> canvas().window().endMicros() == line.now);
        assertEquals(30 * SECOND, canvas().window().spanMicros());
        assertEquals(30 * SECOND, pane.state().spanMicros());
    }

    @Test
    void aTrendOfAnOldChannelBeginsWithTheUsualSpan() {
        pane.add(List.of("a"));
        await(() -> trace().store().length() == 901);
        assertEquals(600 * SECOND, canvas().window().spanMicros());
    }

    @Test
    void scrollingBackReadsHistoryAndReturningFollowsAgain() {
        pane.add(List.of("a"));
        await(() -> trace().store().length() > 0);
        int reads = line.reads;
        canvas().page(-4);
        await(() -> line.reads > reads && line.lastQuery.toMicros() < T0);
        assertFalse(canvas().following());
        canvas().follow(true);
        await(() -> line.lastQuery.toMicros() == line.now && trace().store().length() == 901);
    }

    @Test
    void whoComesBackToNowNeverSeesAValueHeldFromThePast() {
        pane.add(List.of("a"));
        await(() -> trace().store().length() == 901);
        long span = canvas().window().spanMicros();
        // Near enough to now that the stretch read around it would reach beyond now.
        canvas().show(new TimeWindow(T0 - 9 * span, span));
        await(() -> line.lastQuery.toMicros() < T0 - 6 * span);
        canvas().show(TimeWindow.endingAt(T0 - span * 6 / 10, span));
        await(() -> line.lastQuery.toMicros() > T0 - span);
        assertTrue(line.lastQuery.toMicros() <= T0, "asks for nothing that is yet to come");
        await(() -> trace().store().length() > 0);
        line.now = T0 + SECOND;
        line.good("a", line.now, 42);
        canvas().follow(true);
        await(() -> trace().store().newestValue() == 42);
    }

    @Test
    void aFailedQueryIsSaidQuietlyAndTheChartKeepsWhatItHas() {
        pane.add(List.of("a"));
        await(() -> trace().store().length() == 901);
        line.failure = "The database does not answer.";
        canvas().page(-6);
        Label problem = (Label) find(shell, "trend.problem");
        await(() -> problem.getText().startsWith("The database does not answer.") && problem.isVisible());
        assertEquals(901, trace().store().length());
        line.failure = "";
        ((Control) find(shell, "trend.retry")).notifyListeners(SWT.Selection, new Event());
        await(() -> problem.getText().isEmpty() && !problem.isVisible());
    }

    @Test
    void whatIsInMemoryIsShownAlsoWhileTheHistoryCannotBeRead() {
        line.failure = "The database does not answer.";
        line.memoryFrom = T0 - 100 * SECOND;
        pane.add(List.of("a"));
        await(() -> trace().store().length() == 101);
        line.good("a", T0 + SECOND, 333);
        await(() -> trace().store().length() == 102);
    }

    @Test
    void aRangeIsTyped() {
        pane.add(List.of("a"));
        Combo range = (Combo) find(shell, "trend.range");
        range.setText("-8h");
        range.notifyListeners(SWT.DefaultSelection, new Event());
        assertEquals(8 * 3_600 * SECOND, canvas().window().spanMicros());
        range.setText("soon");
        range.notifyListeners(SWT.DefaultSelection, new Event());
        assertTrue(((CLabel) find(shell, "trend.status")).getText().contains("soon"));
        assertEquals(8 * 3_600 * SECOND, canvas().window().spanMicros());
    }

    @Test
    void whatItShowsIsRestoredAndFollowsNow() {
        pane.restore(new TrendState(List.of("b", "a", "gone"), List.of("b"), 3_600 * SECOND, true));
        canvas().page(-4);
        assertEquals(List.of("b", "a", "gone"), pane.channelIds());
        assertEquals(new TrendState(List.of("b", "a", "gone"), List.of("b"), 3_600 * SECOND, true), pane.state());
        assertFalse(canvas().following());
        pane.restore(pane.state());
        assertTrue(canvas().following());
        assertTrue(canvas().lanes());
    }

    @Test
    void aChannelOfTextStandsInTheLegendAndIsNotDrawnAsBad() {
        line.channel("c", "Coil");
        line.bad("c", T0 - 60 * SECOND);
        line.text("c", "HB-17");
        pane.add(List.of("a", "c"));
        Table legend = (Table) find(shell, "trend.legend");
        await(() -> legend.getItemCount() == 2 && legend.getItem(1).getText(1).equals("HB-17"));
        await(() -> canvas().traces().size() == 1);
        assertEquals("–", legend.getItem(1).getText(3));
        assertTrue(legend.getItem(1).getText(4).contains("not drawn"), legend.getItem(1).getText(4));
        assertEquals(List.of("a", "c"), pane.channelIds());
    }

    @Test
    void theLegendNamesTheReasonFirstAndNoValueAtACursorThatIsNotThere() {
        line.bad("b", T0);
        pane.add(List.of("a", "b"));
        Table legend = (Table) find(shell, "trend.legend");
        await(() -> legend.getItem(1).getText(4).startsWith("✕ "));
        assertEquals("", legend.getItem(0).getText(3));
    }

    @Test
    void theNoteOnAPausedTrendIsNotCut() {
        shell.setSize(780, 640);
        pane.add(List.of("a"));
        canvas().follow(false);
        line.now = T0 + 61 * SECOND;
        CLabel note = (CLabel) find(shell, "trend.status");
        await(() -> note.getText().startsWith("ends "));
        Control another = note.getParent().getChildren()[note.getParent().getChildren().length - 1];
        // The window manager may take its time for the new size of the window.
        await(() -> note.getSize().x >= note.computeSize(SWT.DEFAULT, SWT.DEFAULT).x
                && another.getLocation().x + another.getSize().x <= note.getParent().getSize().x);
    }

    @Test
    void deleteRemovesAChannelFromTheLegend() {
        pane.add(List.of("a", "b", "a"));
        Table legend = (Table) find(shell, "trend.legend");
        assertEquals(2, legend.getItemCount());
        legend.select(0);
        Event delete = new Event();
        delete.keyCode = SWT.DEL;
        legend.notifyListeners(SWT.KeyDown, delete);
        assertEquals(List.of("b"), pane.channelIds());
    }

    @Test
    void channelsAreFoundByAnyOfTheirWords() {
        assertEquals(1, AddChannels.matching(line.all(), "SPEED strip").size());
        assertEquals(2, AddChannels.matching(line.all(), "").size());
        assertEquals(0, AddChannels.matching(line.all(), "speed pump").size());
    }

    private ChartCanvas canvas() {
        return (ChartCanvas) find(shell, "trend.canvas");
    }

    private ChartTrace trace() {
        return canvas().traces().get(0);
    }

    private Widget find(Composite parent, String key) {
        for (Control child : parent.getChildren()) {
            if (key.equals(child.getData("parx.id"))) {
                return child;
            }
            Widget found = child instanceof Composite composite ? find(composite, key) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in time");
            if (!display.readAndDispatch()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
