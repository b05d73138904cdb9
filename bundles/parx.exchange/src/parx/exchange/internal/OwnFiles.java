package parx.exchange.internal;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parx.exchange.ImportMapping;
import parx.exchange.TimeFormat;
import parx.files.CellText;
import parx.files.GridColumn;
import parx.files.SampleColumns;

/** Recognises what ParX writes itself. Pure functions, any thread. */
final class OwnFiles {
    static final ImportMapping.Times TIMES = new ImportMapping.Times(List.of(0), new TimeFormat(TimeFormat.ISO, ZoneOffset.UTC));

    private OwnFiles() {
    }

    static Optional<ImportMapping.Layout> layout(List<String> heading) {
        if (heading.equals(SampleColumns.NAMES)) {
            return Optional.of(new ImportMapping.Tall(1, 2, 3, 4));
        }
        if (heading.size() < 3 || heading.size() % 2 == 0 || !heading.getFirst().equals(SampleColumns.TIME)) {
            return Optional.empty();
        }
        List<ImportMapping.Series> series = new ArrayList<>();
        for (int column = 1; column < heading.size(); column += 2) {
            String quality = CellText.original(heading.get(column + 1));
            if (!quality.endsWith(GridColumn.QUALITY_SUFFIX)) {
                return Optional.empty();
            }
            String id = quality.substring(0, quality.length() - GridColumn.QUALITY_SUFFIX.length());
            String value = CellText.original(heading.get(column));
            if (!value.equals(id) && !(value.startsWith(id + " [") && value.endsWith("]"))) {
                return Optional.empty();
            }
            series.add(new ImportMapping.Series(id, column, column + 1));
        }
        return Optional.of(new ImportMapping.Wide(series));
    }
}
