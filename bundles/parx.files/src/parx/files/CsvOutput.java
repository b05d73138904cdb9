package parx.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import parx.model.Micros;

/**
 * Cells and lines of a CSV file after RFC 4180, in UTF-8, the same in every locale: a point as decimal sign, times in
 * ISO 8601 and UTC with six digits of a second. Used by one thread.
 */
final class CsvOutput implements TableOutput {
    private static final int BUFFER = 1 << 16;
    /** Whole numbers up to here are written without a point; above, a double skips some of them. */
    private static final double EXACT = 1L << 53;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long written;
    private boolean rowBegun;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];

    private CsvOutput(FileChannel file) throws IOException {
        this.file = file;
        written = file.size();
    }

    /** Continues this file, or begins it with a line of headings. */
    static CsvOutput append(Path path, List<TableColumn> columns) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            CsvOutput out = new CsvOutput(file);
            if (out.bytes() == 0) {
                for (TableColumn column : columns) {
                    out.text(column.heading());
                }
                out.endRow();
            }
            return out;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void text(String text) throws IOException {
        beginCell();
        put(CellText.csv(text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void number(double value) throws IOException {
        beginCell();
        if (!Double.isNaN(value)) {
            ascii(value == Math.rint(value) && Math.abs(value) < EXACT ? Long.toString((long) value)
                    : Double.toString(value));
        }
    }

    @Override
    public void time(long micros) throws IOException {
        beginCell();
        long wholeSecond = Math.floorDiv(micros, Micros.PER_SECOND);
        if (wholeSecond != second) {
            second = wholeSecond;
            secondText = LocalDateTime.ofEpochSecond(wholeSecond, 0, ZoneOffset.UTC).toString()
                    .getBytes(StandardCharsets.US_ASCII);
        }
        put(secondText);
        if (secondText.length == "2026-01-01T00:00".length()) {
            ascii(":00");
        }
        int fraction = (int) Math.floorMod(micros, Micros.PER_SECOND);
        room(8);
        buffer.put((byte) '.');
        for (int digit = 100_000; digit > 0; digit /= 10) {
            buffer.put((byte) ('0' + fraction / digit % 10));
        }
        buffer.put((byte) 'Z');
    }

    @Override
    public void endRow() throws IOException {
        ascii("\r\n");
        rowBegun = false;
    }

    @Override
    public long bytes() {
        return written + buffer.position();
    }

    @Override
    public void flush() throws IOException {
        drain();
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            try (file) {
                flush();
            }
        }
    }

    private void beginCell() throws IOException {
        if (rowBegun) {
            room(1);
            buffer.put((byte) ',');
        }
        rowBegun = true;
    }

    @SuppressWarnings("deprecation") // the one that copies ASCII without an encoder
    private void ascii(String text) throws IOException {
        room(text.length());
        text.getBytes(0, text.length(), buffer.array(), buffer.position());
        buffer.position(buffer.position() + text.length());
    }

    private void put(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length;) {
            room(1);
            int count = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
    }

    /** Makes room for this many bytes, fewer than {@link #BUFFER}. */
    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            drain();
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                written += file.write(buffer);
            }
        } finally {
            buffer.compact();
        }
    }
}
