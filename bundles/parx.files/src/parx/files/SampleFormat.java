package parx.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A format that samples can be written in. Any thread. */
public enum SampleFormat {
    CSV {
        @Override
        public RowWriter rows(Path file, UnaryOperator<String> units) throws IOException {
            return new CsvRowWriter(file, units);
        }

        @Override
        TableOutput table(Path file, List<TableColumn> columns) throws IOException {
            return CsvOutput.append(file, columns);
        }
    },
    PARQUET {
        @Override
        public RowWriter rows(Path file, UnaryOperator<String> units) throws IOException {
            return new ParquetRowWriter(file, units);
        }

        @Override
        TableOutput table(Path file, List<TableColumn> columns) throws IOException {
            return new ParquetOutput(file, columns);
        }
    },
    /** A sheet takes 1,048,576 rows, what is more goes on to further sheets; times are rounded to milliseconds on screen. */
    XLSX {
        @Override
        public RowWriter rows(Path file, UnaryOperator<String> units) throws IOException {
            return new XlsxRowWriter(file, units);
        }

        @Override
        TableOutput table(Path file, List<TableColumn> columns) throws IOException {
            return new XlsxOutput(file, columns);
        }
    };

    /** The format of this word, in any case. */
    public static Optional<SampleFormat> of(String word) {
        for (SampleFormat format : values()) {
            if (format.name().equalsIgnoreCase(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The format that a file's name ends with, in any case; empty where it ends otherwise. */
    public static Optional<SampleFormat> ofName(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return of(name.substring(name.lastIndexOf('.') + 1)).filter(format -> name.indexOf('.') >= 0);
    }

    /** How its file names end, with the point. */
    public String extension() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /**
     * A file with one sample per row. An existing CSV file is continued, any other replaced.
     *
     * @param units the engineering unit of a channel id, or the empty text
     */
    public abstract RowWriter rows(Path file, UnaryOperator<String> units) throws IOException;

    /**
     * A file with one row per time and two columns per channel. An existing CSV file is continued, any other replaced.
     *
     * @throws IOException also where the format has no room for so many columns
     */
    public GridWriter grid(Path file, List<GridColumn> channels) throws IOException {
        return new SampleGrid(table(file, SampleGrid.columns(channels)));
    }

    abstract TableOutput table(Path file, List<TableColumn> columns) throws IOException;
}
