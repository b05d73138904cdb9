package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.swt.graphics.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parx.service.Subscription;
import parx.ui.Palette.Token;

/** The colours of the look: readable, and never two that mean different things alike. */
class PaletteTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textIsReadableOnEveryGround(boolean dark) {
        Palette palette = new Palette(dark);
        for (Token ground : Set.of(Token.SURFACE, Token.RAISED)) {
            assertTrue(contrast(palette, Token.TEXT, ground) >= 7, "text on " + ground);
            assertTrue(contrast(palette, Token.SECONDARY, ground) >= 4.5, "secondary on " + ground);
            assertTrue(contrast(palette, Token.BAD, ground) >= 4.5, "bad on " + ground);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void qualityIsNeverTheColourOfAnAlarm(boolean dark) {
        Palette palette = new Palette(dark);
        for (Token quality : Set.of(Token.BAD, Token.UNCERTAIN, Token.STALE, Token.SIMULATED)) {
            for (Token alarm : Set.of(Token.CRITICAL, Token.WARNING, Token.INFO)) {
                assertNotEquals(palette.color(alarm), palette.color(quality));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noTwoPensOfAChartAreAlike(boolean dark) {
        Palette palette = new Palette(dark);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 28; i++) {
            assertTrue(seen.add(palette.pen(i).getRGB() + " " + palette.penStyle(i)), "pen " + i + " repeats");
        }
    }

    @Test
    void whoListensIsToldOfAChangeUntilItNoLongerListens() {
        Palette palette = new Palette(false);
        AtomicInteger calls = new AtomicInteger();
        Subscription subscription = palette.onChange(calls::incrementAndGet);
        palette.setDark(true);
        palette.setDark(true);
        assertEquals(1, calls.get());
        subscription.close();
        palette.setDark(false);
        assertEquals(1, calls.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theStyleSheetHasTheSameColours(boolean dark) throws IOException {
        Path sheet = Path.of(System.getProperty("parx.root"), "bundles", "parx.ui", "css", (dark ? "dark" : "light") + ".css");
        String css = Files.readString(sheet).toUpperCase(Locale.ROOT);
        Palette palette = new Palette(dark);
        for (Token token : Token.values()) {
            Color color = palette.color(token);
            String hex = "#%02X%02X%02X".formatted(color.getRed(), color.getGreen(), color.getBlue());
            assertTrue(css.contains(hex), token + " " + hex + " is not in " + sheet.getFileName());
        }
    }

    private static double contrast(Palette palette, Token text, Token ground) {
        double a = luminance(palette.color(text));
        double b = luminance(palette.color(ground));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** WCAG 2.1, relative luminance. */
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
