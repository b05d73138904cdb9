package parx.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

/** Reads what was written with a reader that shares no code with the writer. */
class ParquetRowWriterTest {
    private static final long T = Micros.of(Instant.parse("2026-03-29T00:59:59.000001Z"));

    @TempDir
    Path folder;

    @Test
    void anotherReaderSeesTheSameSamples() throws IOException {
        Path file = folder.resolve("samples.parquet");
        try (RowWriter out = SampleFormat.PARQUET.rows(file, id -> id.equals("temp") ? "°C" : "")) {
            out.row(T, "temp", -12.5, Quality.GOOD);
            out.row(T + 1, "=1+1", Double.NaN, Quality.BAD);
            out.row(-1, "temp", Double.POSITIVE_INFINITY, Quality.UNCERTAIN);
        }
        assertEquals(List.of("2026-03-29T00:59:59.000001Z temp -12.5 GOOD °C", "2026-03-29T00:59:59.000002Z =1+1 null BAD ",
                "1969-12-31T23:59:59.999999Z temp Infinity UNCERTAIN °C"), samples(file));
    }

    @Test
    void timeIsATimestampInMicrosecondsAndUtc() throws IOException {
        Path file = folder.resolve("types.parquet");
        SampleFormat.PARQUET.rows(file, id -> "").close();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
            LogicalType type = reader.getFileSchema().getColumn("time").logicalType();
            assertEquals(new LogicalType.TimestampType(true, LogicalType.TimeUnit.MICROS), type);
            assertEquals(List.of("time", "channel", "value", "quality", "unit"),
                    reader.getFileSchema().getColumns().stream().map(c -> c.name()).toList());
        }
    }

    @Test
    void rowsInSeveralGroupsComeBack() throws IOException {
        Path file = folder.resolve("many.parquet");
        int rows = 100_000;
        try (TableOutput out = new ParquetOutput(file, SampleGrid.columns(List.of(new GridColumn("speed", ""))), 1 << 18)) {
            for (int i = 0; i < rows; i++) {
                out.time(T + i);
                out.number(Math.sqrt(i));
                out.text("GOOD");
                out.endRow();
            }
            assertTrue(out.bytes() > rows);
        }
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file)); RowReader row = reader.rowReader()) {
            assertTrue(reader.getFileMetaData().rowGroups().size() > 1);
            for (int i = 0; i < rows; i++) {
                row.next();
                assertEquals(T + i, row.getLong("time"));
                assertEquals(Math.sqrt(i), row.getDouble("speed"));
            }
            assertFalse(row.hasNext());
        }
    }

    @Test
    void aGridHasAColumnPerChannelAndKeepsTheUnit() throws IOException {
        Path file = folder.resolve("grid.parquet");
        try (GridWriter out = SampleFormat.PARQUET.grid(file,
                List.of(new GridColumn("line.speed", "m/min"), new GridColumn("pH", "")))) {
            out.row(T, new double[] {1.5, Double.NaN}, new byte[] {QualityCode.GOOD, QualityCode.of(Reason.STALE)});
        }
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file)); RowReader row = reader.rowReader()) {
            row.next();
            assertEquals(1.5, row.getDouble("line.speed"));
            assertEquals("GOOD", row.getString("line.speed quality"));
            assertTrue(row.isNull("pH"));
            assertEquals(Reason.STALE.quality().name(), row.getString("pH quality"));
            assertEquals("m/min", reader.getFileMetaData().keyValueMetadata().get("unit.line.speed"));
        }
    }

    private static List<String> samples(Path file) throws IOException {
        List<String> samples = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file)); RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                samples.add(Micros.toInstant(row.getLong("time")) + " " + row.getString("channel") + " "
                        + (row.isNull("value") ? "null" : row.getDouble("value")) + " " + row.getString("quality") + " "
                        + row.getString("unit"));
            }
        }
        return samples;
    }
}
