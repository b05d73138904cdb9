package parx.persistence.internal.influx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.persistence.internal.history.Rows;

/**
 * Rows in InfluxDB's line protocol, times in microseconds:
 * {@code channel_data,channel=ID,unit=UNIT value=1.5,quality="GOOD" 1764064800000000}. A BAD row has no value, for
 * InfluxDB knows no NaN and an average over {@code value} must not take a BAD one. Owned by its rule's writer thread.
 */
final class LineProtocol {
    private static final String CANNOT = "InfluxDB's line protocol cannot carry ";

    private final ChannelIndex index;
    private final UnaryOperator<String> units;
    private final String measurement;
    /** Of the rows of one call: a unit may change. Null where the id cannot be written. */
    private final Map<Integer, byte[]> series = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    private String recording = "";
    private String refusal = "";

    /** @param units the engineering unit of a channel id, or the empty text */
    LineProtocol(String measurement, ChannelIndex index, UnaryOperator<String> units) {
        this.measurement = escaped(measurement, ", ");
        this.index = index;
        this.units = units;
    }

    /** The following rows belong to this recording. @param id null for none */
    void recording(String id) {
        recording = id == null ? "" : ",recording=\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Encodes rows up to the first that InfluxDB has no form for. @return how many; {@link #refusal} says what is with the next */
    int encode(Rows rows) {
        out.reset();
        series.clear();
        SampleBatch batch = rows.batch();
        for (int row = rows.from(); row < rows.to(); row++) {
            if (!encode(batch, row)) {
                return row - rows.from();
            }
        }
        return rows.count();
    }

    byte[] lines() {
        return out.toByteArray();
    }

    String refusal() {
        return refusal;
    }

    private boolean encode(SampleBatch batch, int row) {
        byte[] head = series.computeIfAbsent(batch.channel(row), this::head);
        if (head.length == 0) {
            refusal = CANNOT + "a channel id that is empty, holds a control character or ends with a backslash";
            return false;
        }
        Quality quality = QualityCode.quality(batch.quality(row));
        double value = batch.value(row);
        if (quality != Quality.BAD && !Double.isFinite(value)) {
            refusal = CANNOT + "the value " + value;
            return false;
        }
        out.writeBytes(head);
        if (quality != Quality.BAD) {
            ascii("value=" + value + ',');
        }
        out.writeBytes(("quality=\"" + quality + '"' + recording).getBytes(StandardCharsets.UTF_8));
        ascii(" " + batch.timeMicros(row) + '\n');
        return true;
    }

    private byte[] head(int handle) {
        String id = index.id(handle);
        if (!isWritable(id)) {
            return new byte[0];
        }
        String unit = units.apply(id);
        String head = measurement + ",channel=" + escaped(id, ", =")
                + (isWritable(unit) ? ",unit=" + escaped(unit, ", =") : "") + ' ';
        return head.getBytes(StandardCharsets.UTF_8);
    }

    /** A backslash is literal except before a delimiter, which the end of a tag is. */
    private static boolean isWritable(String tag) {
        return !tag.isEmpty() && !tag.endsWith("\\") && tag.chars().noneMatch(Character::isISOControl);
    }

    private static String escaped(String text, String specials) {
        StringBuilder result = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            if (specials.indexOf(text.charAt(i)) >= 0) {
                result.append('\\');
            }
            result.append(text.charAt(i));
        }
        return result.toString();
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
