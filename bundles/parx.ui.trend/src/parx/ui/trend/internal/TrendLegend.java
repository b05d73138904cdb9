package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.chart.ChartTrace;
import parx.chart.Reading;
import parx.chart.TraceStyle;
import parx.model.QualityCode;
import parx.service.LiveValues;
import parx.ui.CellText;
import parx.ui.FittedColumns;
import parx.ui.Palette;
import parx.ui.ValueFormat;
import parx.ui.Words;

/**
 * The channels of a trend: pen, name, value at the cursor, live value, units, quality. The check box shows and hides a
 * trace, Delete removes it. UI thread only.
 */
final class TrendLegend {
    private static final int PEN_WIDTH = 20;
    /** Between pen and name. */
    private static final int PEN_GAP = 6;
    private static final int PEN_HEIGHT = 14;
    private static final int NAME = 0;
    private static final int LIVE = 1;
    private static final int UNITS = 2;
    private static final int CURSOR = 3;
    private static final int QUALITY = 4;
    private static final int SCALE = 5;
    private static final int CELL_MARGIN = 16;

    private final Table table;
    private final FittedColumns columns;
    /** Lives as long as the table, for a row's texts change many times a second. */
    private final GC measure;
    private final ValueFormat format;
    private final Palette palette;
    private final Words text;
    private final List<Image> pens = new ArrayList<>();
    private List<TrendTrace> traces = List.of();

    /** What the legend asks of its trend. @param front the channel that is looked at, or null */
    record Actions(Consumer<List<TrendTrace>> remove, Runnable visibilityChanged, Consumer<TrendTrace> front) {
    }

    TrendLegend(Composite parent, ValueFormat format, Palette palette, Words words, Actions actions) {
        this.format = format;
        this.palette = palette;
        this.text = words;
        table = new Table(parent, SWT.CHECK | SWT.MULTI | SWT.FULL_SELECTION);
        table.setData("parx.id", "trend.legend");
        table.setHeaderVisible(true);
        List<FittedColumns.Wish> wishes = new ArrayList<>();
        // What matters most comes first, for where the view is narrow.
        wishes.add(column(words.text("legend.name"), SWT.LEFT, "NAME", 240, 168));
        wishes.add(column(words.text("legend.live"), SWT.RIGHT, "LIVE", 110, 78));
        wishes.add(column(words.text("legend.units"), SWT.LEFT, "UNITS", 70, 50));
        wishes.add(column(words.text("legend.cursor"), SWT.RIGHT, "CURSOR", 150, 92));
        wishes.add(column(words.text("legend.quality"), SWT.LEFT, "QUALITY", 380, 76));
        wishes.add(column(words.text("legend.scale"), SWT.RIGHT, "SCALE", 130, 92));
        columns = FittedColumns.of(table, wishes);
        CellText.in(table);
        table.addListener(SWT.Selection, event -> {
            if (event.detail == SWT.CHECK) {
                TrendTrace trace = (TrendTrace) event.item.getData();
                trace.chart().visible(((TableItem) event.item).getChecked());
                actions.visibilityChanged().run();
            }
            actions.front().accept(table.getSelectionCount() == 1 ? selection().get(0) : null);
        });
        table.addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.DEL) {
                actions.remove().accept(selection());
            }
        });
        measure = new GC(table);
        table.addListener(SWT.Dispose, event -> {
            measure.dispose();
            pens.forEach(Image::dispose);
        });
        Menu menu = new Menu(table);
        MenuItem remove = new MenuItem(menu, SWT.PUSH);
        remove.setText(words.text("legend.remove"));
        remove.addListener(SWT.Selection, event -> actions.remove().accept(selection()));
        table.setMenu(menu);
        table.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = words.text("legend.names");
            }
        });
    }

    /** Its columns' order and widths, for the next start. */
    FittedColumns columns() {
        return columns;
    }

    Table control() {
        return table;
    }

    /** Shows these channels; also after a change of theme or of a channel. */
    void traces(List<TrendTrace> newTraces) {
        traces = List.copyOf(newTraces);
        table.setItemCount(0);
        pens.forEach(Image::dispose);
        pens.clear();
        for (TrendTrace trace : traces) {
            TableItem item = new TableItem(table, SWT.NONE);
            item.setData(trace);
            item.setChecked(trace.chart().visible());
            TraceStyle style = trace.chart().style();
            item.setText(NAME, style.name());
            item.setText(UNITS, style.units());
            Image pen = pen(style.pen());
            pens.add(pen);
            item.setImage(NAME, pen);
        }
    }

    /**
     * Fills in values; a cell is touched only where it changes.
     *
     * @param atCursor gives null where there is no cursor
     */
    void refresh(Function<ChartTrace, Reading> atCursor, Function<ChartTrace, double[]> scale, long nowMicros) {
        for (TableItem item : table.getItems()) {
            TrendTrace trace = (TrendTrace) item.getData();
            int decimals = trace.chart().style().decimals();
            set(item, CURSOR, trace.text() ? "–" : reading(atCursor.apply(trace.chart()), decimals), null);
            double[] ends = scale.apply(trace.chart());
            set(item, SCALE, trace.text() ? "" : ends(ends[0], ends[1]), null);
            LiveValues.Slot live = trace.newest();
            Color color = live == null ? null : palette.color(ValueFormat.token(live.quality));
            set(item, LIVE, live == null ? "–" : live(live, decimals), color);
            String words = live == null ? "" : quality(live, decimals, nowMicros);
            set(item, QUALITY, trace.text() ? text.text("legend.text", words) : words, color);
        }
    }

    /** Height for this many rows at most, with the header. */
    int height(int rows) {
        int bar = columns.scroll() ? table.getHorizontalBar().getSize().y : 0;
        return table.getHeaderHeight() + Math.min(rows, Math.max(1, traces.size())) * table.getItemHeight() + 4 + bar;
    }

    private List<TrendTrace> selection() {
        List<TrendTrace> selected = new ArrayList<>();
        for (TableItem item : table.getSelection()) {
            selected.add((TrendTrace) item.getData());
        }
        return selected;
    }

    private String reading(Reading reading, int decimals) {
        if (reading == null) {
            return "";
        }
        if (reading.bad()) {
            return "✕ –";
        }
        if (!reading.known()) {
            return "–";
        }
        String low = format.number(reading.min(), decimals);
        String high = format.number(reading.max(), decimals);
        String text = reading.several() && !low.equals(high) ? low + " … " + high
                : format.number(reading.value(), decimals);
        return reading.uncertain() ? "? " + text : text;
    }

    private String ends(double low, double high) {
        if (!(high > low)) {
            return "";
        }
        int decimals = (int) Math.clamp(Math.floor(-Math.log10((high - low) / 50)), 0, 9);
        return format.number(low, decimals) + " … " + format.number(high, decimals);
    }

    private String live(LiveValues.Slot live, int decimals) {
        String glyph = format.glyph(live.quality);
        String value = QualityCode.isBad(live.quality) ? "–"
                : live.text != null ? live.text : format.number(live.value, decimals);
        return glyph.isEmpty() ? value : glyph + " " + value;
    }

    /** The quality in words; where it is BAD also the last good value, with its age so that nobody takes it for current. */
    private String quality(LiveValues.Slot live, int decimals, long nowMicros) {
        String words = brief(live.quality);
        if (!QualityCode.isBad(live.quality) || Double.isNaN(live.lastGoodValue) || live.lastGoodTimeMicros <= 0) {
            return words;
        }
        return text.text("legend.lastGood", words, format.number(live.lastGoodValue, decimals),
                format.age(Math.max(0, nowMicros - live.lastGoodTimeMicros)));
    }

    /** The reason, after its shape: what is wrong is read first, also where the column is narrow. */
    private String brief(byte quality) {
        String words = format.words(quality);
        String glyph = format.glyph(quality);
        int reason = words.indexOf(": ");
        return glyph.isEmpty() || reason < 0 ? words : glyph + " " + words.substring(reason + 2);
    }

    private void set(TableItem item, int column, String text, Color color) {
        if (!text.equals(item.getText(column))) {
            item.setText(column, text);
            if (column == LIVE || column == CURSOR || column == SCALE) {
                columns.need(column, measure.stringExtent(text).x + CELL_MARGIN);
            }
        }
        if (color != null && !color.equals(item.getForeground(column))) {
            item.setForeground(column, color);
        }
    }

    private Image pen(int number) {
        RGB color = palette.pen(number).getRGB();
        int dash = number / palette.pens();
        return new Image(table.getDisplay(), (int zoom) -> {
            ImageData data = new ImageData((PEN_WIDTH + PEN_GAP) * zoom / 100, PEN_HEIGHT * zoom / 100, 1,
                    new PaletteData(new RGB(0, 0, 1), color));
            data.transparentPixel = 0;
            int thick = Math.max(2, 3 * zoom / 100);
            int top = (data.height - thick) / 2;
            for (int y = top; y < top + thick; y++) {
                for (int x = 0; x < PEN_WIDTH * zoom / 100; x++) {
                    boolean drawn = dash == 0 || x / Math.max(1, (2 + dash) * zoom / 100) % 2 == 0;
                    data.setPixel(x, y, drawn ? 1 : 0);
                }
            }
            return data;
        });
    }

    private FittedColumns.Wish column(String title, int style, String name, int full, int least) {
        TableColumn column = new TableColumn(table, style);
        column.setText(title);
        column.setMoveable(true);
        return new FittedColumns.Wish(name, full, least);
    }
}
