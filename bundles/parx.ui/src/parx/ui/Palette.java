package parx.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Widget;
import parx.service.Subscription;

/**
 * The colours of the look, light and dark. UI thread only. Colours need no dispose. Who paints with them asks
 * for them at each paint, or listens for changes.
 */
public final class Palette {
    /** What a colour means. */
    public enum Token {
        SURFACE("F4F5F6", "1B1F23"),
        RAISED("FFFFFF", "252A30"),
        LINE("D5D9DD", "3A4149"),
        TEXT("1D2329", "E6E9EC"),
        SECONDARY("56616C", "A4AEB8"),
        DISABLED("98A2AC", "66707A"),
        /** Selection, focus and links; nothing else. */
        ACCENT("1F6FB2", "5AA9E6"),
        /** Alarms only, as are WARNING and INFO. */
        CRITICAL("C62828", "FF6B5E"),
        WARNING("C77700", "FFB547"),
        INFO("2A6FB0", "6CB4F0"),
        /** Quality, never confused with alarms, as are UNCERTAIN, STALE and SIMULATED. */
        BAD("8E2A6B", "DC8CC0"),
        UNCERTAIN("9A7B00", "D9BC4A"),
        STALE("6B757F", "98A2AC"),
        SIMULATED("6A4FB3", "AB98E8");

        private final String light;
        private final String dark;

        Token(String light, String dark) {
            this.light = light;
            this.dark = dark;
        }

        RGB rgb(boolean onDark) {
            return parse(onDark ? dark : light);
        }
    }

    /** Okabe and Ito's order, which the colour-blind tell apart; the last two differ by theme. */
    private static final List<String> PENS_LIGHT = List.of("0072B2", "D55E00", "009E73", "CC79A7", "56B4E9", "E69F00", "000000");
    private static final List<String> PENS_DARK = List.of("4BA3E3", "F0803C", "2CC295", "E39AC4", "8CCBF2", "F2B53A", "FFFFFF", "F0E442");
    /** Where the workbench's style engine looks for a widget's class. */
    private static final String CSS_CLASS = "org.eclipse.e4.ui.css.CssClassName";
    private static final String OFF = "parx-off";
    private static final int[] DASHES = {SWT.LINE_SOLID, SWT.LINE_DASH, SWT.LINE_DOT, SWT.LINE_DASHDOT};

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Token, Color> colors = new EnumMap<>(Token.class);
    private List<Color> pens = List.of();
    private boolean dark;

    Palette(boolean dark) {
        fill(dark);
    }

    /** The palette of this display. */
    public static Palette of(Display display) {
        return Ui.of(display).palette();
    }

    public Color color(Token token) {
        return colors.get(token);
    }

    public boolean dark() {
        return dark;
    }

    /** The colour of a chart's n-th pen, from 0; repeats after {@link #pens()} with another {@link #penStyle}. */
    public Color pen(int index) {
        return pens.get(Math.floorMod(index, pens.size()));
    }

    /** The {@code SWT.LINE_…} style of a chart's n-th pen, so that colour and dash together are never a duplicate. */
    public int penStyle(int index) {
        return DASHES[Math.floorMod(index / pens.size(), DASHES.length)];
    }

    public int pens() {
        return pens.size();
    }

    /**
     * The style sheets give every widget the text colour. One that wears another colour of the look when it first shows
     * keeps that, in every theme.
     */
    void keep(Widget widget) {
        if (widget instanceof Control control && control.getData(CSS_CLASS) == null) {
            Color worn = control.getForeground();
            for (Token token : Token.values()) {
                if (token != Token.TEXT && worn.equals(color(token))) {
                    control.setData(CSS_CLASS, "parx-" + token.name().toLowerCase(Locale.ROOT));
                    return;
                }
            }
        }
    }

    /** Switches a field on or off so that it is seen: the colours that the look gives a field are those of one to type in. */
    public void enable(Control field, boolean enabled) {
        field.setEnabled(enabled);
        field.setData(CSS_CLASS, enabled ? null : OFF);
        field.setBackground(color(enabled ? Token.RAISED : Token.SURFACE));
        field.setForeground(color(enabled ? Token.TEXT : Token.SECONDARY));
    }

    /** Called after a change of theme, on the UI thread. */
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void setDark(boolean value) {
        setDark(value, () -> { });
    }

    /** @param restyle gives the workbench the same look: before the listeners, for it overwrites what they set */
    void setDark(boolean value, Runnable restyle) {
        boolean changes = value != dark;
        if (changes) {
            fill(value);
        }
        restyle.run();
        if (changes) {
            listeners.forEach(Runnable::run);
        }
    }

    private void fill(boolean value) {
        dark = value;
        for (Token token : Token.values()) {
            colors.put(token, new Color(token.rgb(value)));
        }
        pens = (value ? PENS_DARK : PENS_LIGHT).stream().map(hex -> new Color(parse(hex))).toList();
    }

    private static RGB parse(String hex) {
        int value = Integer.parseInt(hex, 16);
        return new RGB(value >> 16, value >> 8 & 0xFF, value & 0xFF);
    }
}
