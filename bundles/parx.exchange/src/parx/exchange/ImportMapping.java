package parx.exchange;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import parx.model.Retention;

/**
 * How to read a CSV file. Columns are counted from 0. Immutable, any thread.
 *
 * @param separator    between cells: comma, semicolon, tab, bar …
 * @param decimalComma numbers look like {@code 1,5}
 * @param headerLines  lines above the first sample
 * @param channels     a channel id for a name in the file, or the empty text to leave the name out; a name that is not
 *                     here is taken for a channel's id or its name
 * @param keep         how long the samples stay, counted from their own time
 */
public record ImportMapping(Charset encoding, char separator, boolean decimalComma, int headerLines, Times times,
        Layout layout, Map<String, String> channels, Retention keep) {
    /** Column number where there is no such column. */
    public static final int NONE = -1;

    public ImportMapping {
        channels = Map.copyOf(channels);
    }

    /** Where the time stands: in one column, or date and time of day in two, which are joined by a space. */
    public record Times(List<Integer> columns, TimeFormat format) {
        public Times {
            columns = List.copyOf(columns);
        }
    }

    /** Where the values stand. */
    public sealed interface Layout {
    }

    /** One sample per line. @param unitColumn a line whose unit is not its channel's is rejected */
    public record Tall(int channelColumn, int valueColumn, int qualityColumn, int unitColumn) implements Layout {
    }

    /** One time per line, and columns for each channel. */
    public record Wide(List<Series> series) implements Layout {
        public Wide {
            series = List.copyOf(series);
        }
    }

    /** @param name the channel's in the file */
    public record Series(String name, int valueColumn, int qualityColumn) {
    }
}
