package parx.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;

/** A table as a Parquet file, by Apache's library without a Hadoop installation. Used by one thread. */
final class ParquetOutput implements TableOutput {
    /** Rows are packed when they take this much memory; a file of any length needs no more. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final Path file;
    private final ParquetWriter<ParquetRow> writer;
    private final ParquetRow row;
    private final Map<String, Binary> texts = new HashMap<>();
    private boolean closed;

    ParquetOutput(Path file, List<TableColumn> columns) throws IOException {
        this(file, columns, ROW_GROUP_BYTES);
    }

    ParquetOutput(Path file, List<TableColumn> columns, long rowGroupBytes) throws IOException {
        this.file = file;
        row = new ParquetRow(columns.size());
        writer = new Builder(new LocalOutputFile(file), columns).withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE).withRowGroupSize(rowGroupBytes)
                .withCodecFactory(new GzipCodec()).withCompressionCodec(CompressionCodecName.GZIP).build();
    }

    @Override
    public void time(long micros) {
        row.time(micros);
    }

    @Override
    public void number(double value) {
        row.number(value);
    }

    @Override
    public void text(String text) {
        row.text(texts.computeIfAbsent(text,
                t -> Binary.fromConstantByteArray(t.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void endRow() throws IOException {
        writer.write(row);
        row.begin();
    }

    @Override
    public long bytes() {
        return writer.getDataSize();
    }

    @Override
    public void flush() {
        // What is not yet a whole row group has no place in the file; close() makes it one.
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
            FileSafety.force(file);
        }
    }

    /** What the library wants instead of a constructor. */
    private static final class Builder extends ParquetWriter.Builder<ParquetRow, Builder> {
        private final List<TableColumn> columns;

        Builder(OutputFile file, List<TableColumn> columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<ParquetRow> getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
            return new ParquetRowSupport(columns);
        }

        @Override
        protected WriteSupport<ParquetRow> getWriteSupport(ParquetConfiguration unused) {
            return new ParquetRowSupport(columns);
        }
    }
}
