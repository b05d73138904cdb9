package parx.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a channel means to people (specification, channels.metadata). Immutable, any thread.
 * Keys: {@code units}, {@code decimals} (0–9), {@code low}/{@code high} (engineering range, for axes),
 * {@code area}, {@code line}, {@code description}, {@code stepped} (true: the value holds until the next sample;
 * false: it moves in a line between samples). Unknown keys are kept.
 */
public record ChannelMetadata(Settings settings) {
    public static final ChannelMetadata NONE = new ChannelMetadata(Settings.EMPTY);
    static final int STANDARD_DECIMALS = 2;
    private static final List<String> NUMBERS = List.of("decimals", "low", "high");

    public ChannelMetadata {
        Objects.requireNonNull(settings);
    }

    public String units() {
        return settings.text("units", "");
    }

    /** Digits after the decimal sign, 0–9; see {@link Channel#decimals}. @param otherwise where nothing valid is set */
    public int decimals(int otherwise) {
        double chosen = number("decimals", Double.NaN);
        return Double.isNaN(chosen) ? otherwise : (int) Math.clamp(chosen, 0, 9);
    }

    /** The same, two where nothing valid is set. */
    public int decimals() {
        return decimals(STANDARD_DECIMALS);
    }

    /** What is of the wrong type, sentences without a full stop: such a hint is shown as if it were absent. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (String key : NUMBERS) {
            try {
                settings.decimal(key, 0);
            } catch (SettingsException e) {
                problems.add(e.getLocalizedMessage());
            }
        }
        return problems;
    }

    /** Low end of the engineering range, NaN where none is set. */
    public double low() {
        return number("low", Double.NaN);
    }

    /** High end of the engineering range, NaN where none is set. */
    public double high() {
        return number("high", Double.NaN);
    }

    public String area() {
        return settings.text("area", "");
    }

    public String line() {
        return settings.text("line", "");
    }

    public String description() {
        return settings.text("description", "");
    }

    public boolean stepped() {
        return "true".equals(settings.text("stepped", "false"));
    }

    /** Display must never fail on a badly typed hint, so that a wrong type reads as absent. */
    private double number(String key, double otherwise) {
        try {
            return settings.decimal(key, otherwise);
        } catch (SettingsException e) {
            return otherwise;
        }
    }
}
