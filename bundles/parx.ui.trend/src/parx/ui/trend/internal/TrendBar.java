package parx.ui.trend.internal;

import java.util.function.UnaryOperator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import parx.chart.ChartCanvas;
import parx.ui.Icons;
import parx.ui.Palette;
import parx.ui.Words;

/** The tools over a trend: live or paused, the range, back and forward, the axes. UI thread only. */
final class TrendBar extends Composite {
    private static final String[] PRESETS = {"1 min", "5 min", "10 min", "30 min", "1 h", "4 h", "8 h", "24 h", "7 d",
        "30 d"};

    private static final int STATUS_ROOM = 60;

    private final Icons icons;
    private final Words words;
    private final ChartCanvas canvas;
    private final ToolItem follow;
    private final ToolItem lanes;
    private final Combo range;
    private final CLabel status;
    private final ToolItem add;
    private int wordedWidth;
    /** What is wrong with the typed range, until another is typed. */
    private String wrong = "";

    /** What the bar asks of its trend. @param range a typed range; gives back what is wrong with it, or empty */
    record Actions(Runnable add, Runnable another, UnaryOperator<String> range) {
    }

    TrendBar(Composite parent, ChartCanvas canvas, Icons icons, Words words, Actions actions) {
        super(parent, SWT.NONE);
        this.icons = icons;
        this.words = words;
        this.canvas = canvas;
        GridLayout layout = new GridLayout(5, false);
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        setLayout(layout);
        ToolBar first = new ToolBar(this, SWT.FLAT | SWT.RIGHT);
        follow = item(first, "live", "follow.tip", "trend.follow", () -> canvas.follow(!canvas.following()));
        item(first, "left", "back", "trend.back", () -> canvas.page(-0.5));
        item(first, "right", "forward", "trend.forward", () -> canvas.page(0.5));
        range = new Combo(this, SWT.DROP_DOWN);
        range.setItems(PRESETS);
        range.setToolTipText(words.text("range.tip"));
        range.setData("parx.id", "trend.range");
        GridData wide = new GridData(SWT.BEGINNING, SWT.CENTER, false, false);
        wide.widthHint = 110;
        range.setLayoutData(wide);
        range.addListener(SWT.Selection, event -> choose(actions.range()));
        range.addListener(SWT.DefaultSelection, event -> choose(actions.range()));
        range.addListener(SWT.FocusOut, event -> problem(""));
        range.addListener(SWT.Traverse, event -> {
            if (event.detail == SWT.TRAVERSE_ESCAPE) {
                event.doit = false;
                canvas.setFocus();
            }
        });
        name(range, words.text("range"));
        ToolBar second = new ToolBar(this, SWT.FLAT | SWT.RIGHT);
        item(second, "zoom-in", "zoomIn", "trend.zoomIn", () -> zoom(0.5));
        item(second, "zoom-out", "zoomOut", "trend.zoomOut", () -> zoom(2));
        item(second, "fit", "fit", "trend.fit", canvas::fit);
        item(second, "engineering", "full", "trend.full", canvas::fullRange);
        lanes = item(second, "", "lanes", "trend.lanes", () -> canvas.lanes(!canvas.lanes()));
        // Shortens what has no room, which a label cuts.
        status = new CLabel(this, SWT.RIGHT);
        status.setMargins(0, 0, 0, 0);
        status.setData("parx.id", "trend.status");
        status.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        ToolBar third = new ToolBar(this, SWT.FLAT | SWT.RIGHT);
        add = item(third, "add", "add.tip", "trend.add", actions.add());
        add.setText(words.text("add"));
        item(third, "duplicate", "another", "trend.another", actions.another());
        refresh("");
        addListener(SWT.Resize, event -> compact());
    }

    /** Shows the state of the chart. @param note what else there is to say, at the right */
    void refresh(String note) {
        boolean live = canvas.following();
        String text = words.text(live ? "live" : "paused");
        if (!text.equals(follow.getText())) {
            follow.setText(text);
            follow.setImage(icons.image(live ? "live" : "pause", live ? Palette.Token.ACCENT : Palette.Token.TEXT));
            layout();
            compact();
        }
        String arrangement = words.text(canvas.lanes() ? "lanes.off" : "lanes.on");
        if (!arrangement.equals(lanes.getText())) {
            lanes.setText(arrangement);
            layout();
            compact();
        }
        String span = RangeText.length(canvas.window().spanMicros());
        if (!range.isFocusControl() && !span.equals(range.getText())) {
            range.setText(span);
        }
        String said = wrong.isEmpty() ? note : wrong;
        if (!said.equals(status.getText())) {
            status.setText(said);
            status.setToolTipText(said);
        }
    }

    /** Where there is no room for its words, a tool shows its picture alone; the tool tip has the words. */
    private void compact() {
        int room = getClientArea().width;
        if (room == 0) {
            return;
        }
        boolean worded = !add.getText().isEmpty();
        int wanted = computeSize(SWT.DEFAULT, SWT.DEFAULT).x - status.computeSize(SWT.DEFAULT, SWT.DEFAULT).x + STATUS_ROOM;
        if (worded) {
            wordedWidth = wanted;
        }
        boolean fits = Math.max(wanted, wordedWidth) <= room;
        if (fits != worded) {
            add.setText(fits ? words.text("add") : "");
            layout(true, true);
        }
    }

    /** Lets a person type a range. */
    void enterRange() {
        range.setFocus();
        range.setSelection(new Point(0, range.getText().length()));
    }

    /** After a change of theme. */
    void recolour() {
        follow.setText("");
        for (var control : getChildren()) {
            if (control instanceof ToolBar bar) {
                for (ToolItem item : bar.getItems()) {
                    String icon = (String) item.getData("icon");
                    item.setImage(icon.isEmpty() ? null : icons.image(icon));
                }
            }
        }
    }

    private void choose(UnaryOperator<String> actions) {
        String problem = actions.apply(range.getText());
        problem(problem);
        if (problem.isEmpty()) {
            canvas.setFocus();
        }
    }

    private void problem(String sentence) {
        wrong = sentence;
        range.setToolTipText(sentence.isEmpty() ? words.text("range.tip") : sentence);
        refresh("");
    }

    private void zoom(double factor) {
        canvas.span(Math.round(canvas.window().spanMicros() * factor));
    }

    /** Not check items: their look when checked is the system's and unreadable in the other theme. */
    private ToolItem item(ToolBar bar, String icon, String tip, String key, Runnable action) {
        ToolItem item = new ToolItem(bar, SWT.PUSH);
        if (!icon.isEmpty()) {
            item.setImage(icons.image(icon));
        }
        item.setToolTipText(words.text(tip));
        item.setData("parx.id", key);
        item.setData("icon", icon);
        item.addListener(SWT.Selection, event -> {
            action.run();
            refresh(wrong.isEmpty() ? status.getText() : "");
        });
        return item;
    }

    private static void name(Combo combo, String text) {
        combo.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = text;
            }
        });
    }
}
