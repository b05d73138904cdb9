package parx.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.Deflater;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import parx.model.Micros;

/**
 * A table as an Excel workbook, streamed: rows leave memory as they come, and what does not fit on a sheet goes on to
 * the next. Times are UTC. Used by one thread.
 */
final class XlsxOutput implements TableOutput {
    private static final String TIME_FORMAT = "yyyy-mm-dd hh:mm:ss.000";
    private static final double TIME_WIDTH = 24;
    private static final double HEADING_WIDTH = 16;
    private static final int ROWS_IN_MEMORY = 500;

    private final Path file;
    private final CountedStream stream;
    private final Workbook workbook;
    private final List<TableColumn> columns;
    private Worksheet sheet;
    private int sheets;
    private int row;
    private int cell;
    private boolean closed;

    XlsxOutput(Path file, List<TableColumn> columns) throws IOException {
        if (columns.size() > Worksheet.MAX_COLS) {
            throw new IOException("a sheet of Excel takes " + Worksheet.MAX_COLS + " columns, not " + columns.size());
        }
        this.file = file;
        this.columns = columns;
        stream = new CountedStream(new BufferedOutputStream(Files.newOutputStream(file)));
        workbook = new Workbook(stream, "ParX", null);
        workbook.setCompressionLevel(Deflater.BEST_SPEED);
        beginSheet();
    }

    @Override
    public void time(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, Micros.PER_SECOND),
                (int) Math.floorMod(micros, Micros.PER_SECOND) * 1_000, ZoneOffset.UTC);
        sheet.value(row, cell, time);
        sheet.style(row, cell).format(TIME_FORMAT).set();
        cell++;
    }

    /** Excel knows no infinite numbers; they are text. */
    @Override
    public void number(double value) {
        if (Double.isInfinite(value)) {
            text(Double.toString(value));
        } else {
            if (!Double.isNaN(value)) {
                sheet.value(row, cell, value);
            }
            cell++;
        }
    }

    @Override
    public void text(String text) {
        if (!text.isEmpty()) {
            sheet.value(row, cell, CellText.harmless(text));
        }
        cell++;
    }

    @Override
    public void endRow() throws IOException {
        cell = 0;
        row++;
        if (row == Worksheet.MAX_ROWS) {
            sheet.finish();
            beginSheet();
        } else if (row % ROWS_IN_MEMORY == 0) {
            sheet.flush();
        }
    }

    @Override
    public long bytes() {
        return stream.count();
    }

    @Override
    public void flush() throws IOException {
        sheet.flush();
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (stream) {
                workbook.finish();
            }
            FileSafety.force(file);
        }
    }

    private void beginSheet() {
        sheets++;
        sheet = workbook.newWorksheet(sheets == 1 ? "Samples" : "Samples " + sheets);
        sheet.freezePane(0, 1);
        row = 0;
        for (int i = 0; i < columns.size(); i++) {
            TableColumn column = columns.get(i);
            boolean time = column.kind() == TableColumn.Kind.TIME;
            sheet.value(0, i, time ? column.name() + " (UTC)" : CellText.harmless(column.heading()));
            sheet.style(0, i).bold().set();
            sheet.width(i, time ? TIME_WIDTH : HEADING_WIDTH);
        }
        row = 1;
    }
}
