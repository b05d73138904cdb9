package parx.exchange.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import parx.exchange.ExchangeException;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.TimeSource;
import parx.service.Channels;

/** Reads the first lines of a file as an import would. Any thread. */
final class Previews {
    private static final int LINES = 50;
    /** Names that come later than this are asked for by nobody; they are found by id or name, or rejected. */
    private static final int LINES_FOR_NAMES = 20_000;
    private static final long AHEAD = 60 * Micros.PER_SECOND;

    private final Channels channels;
    private final TimeSource time;

    Previews(Channels channels, TimeSource time) {
        this.channels = channels;
        this.time = time;
    }

    ImportPreview preview(Path file, ImportMapping mapping, boolean own) throws IOException, ExchangeException {
        ChannelNames names = new ChannelNames(channels, mapping.channels());
        LineReader reader = new LineReader(mapping, names, time.nowMicros() + AHEAD);
        List<String> headings = List.of();
        List<List<String>> cells = new ArrayList<>();
        List<ImportPreview.Line> samples = new ArrayList<>();
        Map<String, String> found = new LinkedHashMap<>();
        if (mapping.layout() instanceof ImportMapping.Wide wide) {
            wide.series().forEach(series -> found.put(series.name(), names.id(series.name())));
        }
        try (CsvLines lines = new CsvLines(file, mapping.encoding(), mapping.separator())) {
            for (int i = 0; i < mapping.headerLines(); i++) {
                CsvLines.Line line = lines.next();
                headings = line == null ? headings : line.cells();
            }
            CsvLines.Line line;
            for (int count = 0; count < LINES_FOR_NAMES && (line = lines.next()) != null; count++) {
                boolean shown = count < LINES;
                if (shown) {
                    cells.add(line.cells());
                }
                read(line, reader, names, found, shown ? samples : null);
            }
        }
        int columns = cells.stream().mapToInt(List::size).max().orElse(0);
        return new ImportPreview(mapping, own, headings(headings, columns), cells, samples, found);
    }

    /** @param shown where the samples go; null: only their names are of interest */
    private static void read(CsvLines.Line line, LineReader reader, ChannelNames names, Map<String, String> found,
            List<ImportPreview.Line> shown) {
        try {
            if (!line.problem().isEmpty()) {
                throw new IllegalArgumentException(line.problem());
            }
            reader.read(line.cells(), (channel, timeMicros, value, quality) -> {
                String id = found.computeIfAbsent(channel, names::id);
                if (shown != null) {
                    String problem = id.isEmpty() && !names.leftOut(channel) ? "there is no channel ‘" + channel + "’" : "";
                    shown.add(new ImportPreview.Line(line.number(), timeMicros, channel, value, quality, problem,
                            line.text()));
                }
            });
        } catch (IllegalArgumentException e) {
            if (shown != null) {
                shown.add(new ImportPreview.Line(line.number(), 0, "", Double.NaN, Quality.BAD, e.getMessage(),
                        line.text()));
            }
        }
    }

    private static List<String> headings(List<String> given, int columns) {
        return IntStream.range(0, Math.max(columns, given.size()))
                .mapToObj(i -> i < given.size() && !given.get(i).isEmpty() ? given.get(i) : Integer.toString(i + 1)).toList();
    }
}
