package parx.exchange.internal;

import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.exchange.ImportMapping;
import parx.exchange.TimeFormat;
import parx.files.CellText;
import parx.model.Micros;
import parx.model.Quality;

/** Turns the cells of a line into samples, as a mapping says. Used by one thread, line after line. */
final class LineReader {
    /** 1990-01-01: a clock that was never set. The pipeline does not store older samples either. */
    private static final long EARLIEST = 631_152_000L * Micros.PER_SECOND;

    private final ImportMapping mapping;
    private final TimeFormat.Reader times;
    private final ChannelNames names;
    private final long latest;
    private final Map<String, Long> before = new HashMap<>();

    /** @param latest samples after this time are impossible */
    LineReader(ImportMapping mapping, ChannelNames names, long latest) {
        this.names = names;
        this.mapping = mapping;
        this.times = mapping.times().format().reader();
        this.latest = latest;
    }

    /** Takes a line's samples. */
    interface Sink {
        void sample(String channel, long timeMicros, double value, Quality quality);
    }

    /** @throws IllegalArgumentException with the reason where the line is rejected; nothing of it was handed over then */
    void read(List<String> cells, Sink into) {
        switch (mapping.layout()) {
            case ImportMapping.Tall tall -> {
                String channel = CellText.original(cell(cells, tall.channelColumn()));
                Quality quality = Cells.quality(cell(cells, tall.qualityColumn()));
                double value = value(cell(cells, tall.valueColumn()), quality);
                refuseOtherUnit(channel, CellText.original(cell(cells, tall.unitColumn())));
                into.sample(channel, time(cells, channel), value, effective(value, quality));
            }
            case ImportMapping.Wide wide -> wide(cells, wide, into);
        }
    }

    private void refuseOtherUnit(String channel, String unit) {
        String own = names.units(channel);
        if (!unit.isEmpty() && !own.isEmpty() && !unit.equals(own)) {
            String id = names.id(channel);
            throw new IllegalArgumentException("the unit" + (id.equals(channel) ? "" : " of ‘" + channel + "’") + " is ‘" + unit
                    + "’, but the channel ‘" + id + "’ has ‘" + own + "’");
        }
    }

    private void wide(List<String> cells, ImportMapping.Wide wide, Sink into) {
        int count = wide.series().size();
        if (count == 0) {
            throw new IllegalArgumentException("no column holds numbers");
        }
        long time = time(cells, "");
        double[] values = new double[count];
        Quality[] qualities = new Quality[count];
        // Everything first: a rejected line gives no sample.
        for (int i = 0; i < count; i++) {
            ImportMapping.Series series = wide.series().get(i);
            String value = cell(cells, series.valueColumn());
            String quality = cell(cells, series.qualityColumn());
            if (!value.isEmpty() || !quality.isEmpty()) {
                Quality given = Cells.quality(quality);
                values[i] = value(value, given);
                qualities[i] = effective(values[i], given);
            }
        }
        for (int i = 0; i < count; i++) {
            if (qualities[i] != null) {
                into.sample(wide.series().get(i).name(), time, values[i], qualities[i]);
            }
        }
    }

    private double value(String text, Quality quality) {
        if (text.isEmpty()) {
            if (quality != Quality.BAD) {
                throw new IllegalArgumentException("there is no value");
            }
            return Double.NaN;
        }
        return Cells.number(text, mapping.decimalComma());
    }

    /** What is no number cannot be good. */
    private static Quality effective(double value, Quality quality) {
        return Double.isNaN(value) ? Quality.BAD : quality;
    }

    private long time(List<String> cells, String channel) {
        List<Integer> columns = mapping.times().columns();
        String text = cell(cells, columns.getFirst());
        for (int i = 1; i < columns.size(); i++) {
            text = text + " " + cell(cells, columns.get(i));
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("there is no time");
        }
        long time;
        try {
            time = times.micros(text, before.getOrDefault(channel, Long.MIN_VALUE));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("‘" + text + "’ is no time of the form "
                    + mapping.times().format().pattern() + (e.getMessage().contains("exist") ? ": " + e.getMessage() : ""), e);
        }
        if (time < EARLIEST) {
            throw new IllegalArgumentException("the time " + Micros.toInstant(time) + " lies before 1990");
        }
        if (time > latest) {
            throw new IllegalArgumentException("the time " + Micros.toInstant(time) + " lies in the future");
        }
        before.put(channel, time);
        return time;
    }

    private static String cell(List<String> cells, int column) {
        return column == ImportMapping.NONE || column >= cells.size() ? "" : cells.get(column);
    }
}
