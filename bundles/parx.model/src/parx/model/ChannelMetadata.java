package parx.model;

import java.util.Objects;

/**
 * What a channel means to people (specification, channels.metadata). Immutable, any thread.
 * Keys: {@code units}, {@code decimals} (0–9), {@code low}/{@code high} (engineering range, for axes),
 * {@code area}, {@code line}, {@code description}, {@code stepped} (true: the value holds until the next sample;
 * false: it moves in a line between samples). Unknown keys are kept.
 */
public record ChannelMetadata(Settings settings) {
    public static final ChannelMetadata NONE = new ChannelMetadata(Settings.EMPTY);

    public ChannelMetadata {
        Objects.requireNonNull(settings);
    }

    public String units() {
        return settings.text("units", "");
    }

    /** Digits after the decimal sign, 0–9; 2 where nothing valid is set. */
    public int decimals() {
        return (int) Math.max(0, Math.min(9, number("decimals", 2)));
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
