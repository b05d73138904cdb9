package parx.exchange;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.Quality;

/**
 * What the first lines of a file look like. Immutable, any thread.
 *
 * @param own      ParX wrote it
 * @param columns  headings, or "1", "2", … where there are none
 * @param cells    the first lines below the heading, as they stand there
 * @param samples  what those lines mean with this mapping
 * @param channels names in the lines that were looked at, with the channel id that each is taken for; the empty text
 *                 where none fits
 */
public record ImportPreview(ImportMapping mapping, boolean own, List<String> columns, List<List<String>> cells,
        List<Line> samples, Map<String, String> channels) {
    /** Of a table with a column per channel, the first for which nobody chose a channel nor to leave it out: such a file is not imported. */
    public Optional<String> columnWithoutChannel() {
        if (!(mapping.layout() instanceof ImportMapping.Wide wide)) {
            return Optional.empty();
        }
        return wide.series().stream().map(ImportMapping.Series::name)
                .filter(name -> channels.getOrDefault(name, "").isEmpty() && !"".equals(mapping.channels().get(name))).findFirst();
    }

    /**
     * A sample as it would be imported.
     *
     * @param problem a sentence where the line would be rejected, or empty
     * @param text    the line as it stands in the file
     */
    public record Line(long number, long timeMicros, String channel, double value, Quality quality, String problem,
            String text) {
    }
}
