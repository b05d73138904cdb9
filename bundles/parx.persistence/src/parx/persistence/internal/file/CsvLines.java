package parx.persistence.internal.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parx.files.CellText;
import parx.model.Micros;
import parx.model.Quality;

/**
 * Reads back a CSV file that ParX has written and a crash may have cut: the whole lines of it, up to the first that is
 * none. Used by one thread.
 */
final class CsvLines implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int COLUMNS = 5;

    private final InputStream in;
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream(64);
    private final List<String> cells = new ArrayList<>(COLUMNS);
    private long position;
    private long soundEnd;

    /** A line of the file. */
    record Row(long timeMicros, String channelId, double value, Quality quality) {
    }

    CsvLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), BUFFER);
        line(); // The names of the columns.
    }

    /** The next row; null at the end of what is whole. A byte of zero is what a crash of the machine leaves. */
    Row next() throws IOException {
        long before = soundEnd;
        if (!line()) {
            return null;
        }
        try {
            return new Row(Micros.of(Instant.parse(cells.get(0))), CellText.original(cells.get(1)),
                    cells.get(2).isEmpty() ? Double.NaN : Double.parseDouble(cells.get(2)), Quality.valueOf(cells.get(3)));
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Not a line of ours: whatever it is, nothing behind it can be trusted either.
            soundEnd = before;
            return null;
        }
    }

    /** So many bytes of the file are whole lines. */
    long soundEnd() {
        return soundEnd;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** @return whether a whole line was read into the cells */
    private boolean line() throws IOException {
        cells.clear();
        cell.reset();
        boolean quoted = false;
        boolean afterQuotes = false;
        for (int b = in.read(); b > 0; b = in.read()) {
            position++;
            if (b == '"') {
                // A quote within quotes is written twice, and thereby leaves them for no byte.
                if (!quoted && afterQuotes) {
                    cell.write('"');
                }
                afterQuotes = quoted;
                quoted = !quoted;
                continue;
            }
            afterQuotes = false;
            if (quoted || b != ',' && b != '\n') {
                cell.write(b);
                continue;
            }
            String text = cell.toString(StandardCharsets.UTF_8);
            cell.reset();
            if (b == '\n') {
                cells.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
                soundEnd = position;
                return true;
            }
            cells.add(text);
        }
        return false;
    }
}
