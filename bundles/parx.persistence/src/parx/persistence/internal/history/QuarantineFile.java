package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

/**
 * Rows in quarantine as a CSV file after RFC 4180 that a person can open too. Not thread-safe.
 *
 * <p>Text that a spreadsheet would take for a formula begins with an apostrophe here; so does text that begins with one,
 * so that it reads back as it was. The reason of a quality is a number in a column of its own.
 */
final class QuarantineFile {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineFile.class);
    private static final String TITLES =
            "id,set_aside,rule_or_table,time,channel_id,value,quality,quality_code,keep_days,reason\r\n";
    /** As earlier versions wrote it: all rows are those of channel_data. */
    private static final String EARLIER_TITLES = "time,channel_id,value,quality,reason";
    private static final int COLUMNS = 10;
    private static final int EARLIER_COLUMNS = 5;
    private static final String FORMULA = "=+-@\t\0'";

    private final Path file;

    QuarantineFile(Path file) {
        this.file = file;
    }

    /**
     * Reads what is there. What cannot be read is said in the log, and a copy of the file kept. The end of a line that a
     * crash left half-written was never confirmed and is left out.
     */
    List<SetAsideRow> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        List<List<String>> records = records(text);
        List<SetAsideRow> rows = new ArrayList<>();
        int unreadable = 0;
        boolean earlier = text.startsWith(EARLIER_TITLES);
        for (List<String> cells : records.subList(Math.min(1, records.size()), records.size())) {
            try {
                rows.add(earlier ? earlierRow(cells, rows.size() + 1) : row(cells));
            } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
                unreadable++;
            }
        }
        if (unreadable > 0) {
            Path copy = file.resolveSibling(file.getFileName() + ".damaged");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            LOG.error("{} lines of {} cannot be read; a copy is kept as {}", unreadable, file, copy);
        }
        return rows;
    }

    /** Adds rows, all of them on the disk when it returns and none where it throws. */
    void append(Collection<SetAsideRow> rows) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = channel.size();
            channel.position(end);
            try {
                write(channel, end == 0 ? TITLES : "", rows);
            } catch (IOException e) {
                // Half a line would hide the next.
                channel.truncate(end);
                throw e;
            }
        }
    }

    /** Replaces the file, or leaves it as it was where that fails. */
    void replace(Collection<SetAsideRow> rows) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                write(channel, TITLES, rows);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static void write(FileChannel channel, String titles, Collection<SetAsideRow> rows) throws IOException {
        StringBuilder text = new StringBuilder(titles);
        rows.forEach(row -> text.append(line(row)));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private static String line(SetAsideRow row) {
        return row.id() + "," + time(row.setAsideMicros()) + "," + quoted(row.ruleOrTable()) + "," + time(row.timeMicros())
                + "," + quoted(row.channelId()) + "," + row.value() + "," + QualityCode.quality(row.quality()) + ","
                + (row.quality() & 0xFF) + "," + row.keepDays() + "," + quoted(row.reason()) + "\r\n";
    }

    private static String time(long micros) {
        return Micros.toInstant(micros).toString();
    }

    private static SetAsideRow row(List<String> cells) {
        if (cells.size() != COLUMNS) {
            throw new IllegalArgumentException("a line of " + cells.size() + " columns");
        }
        return new SetAsideRow(Long.parseLong(cells.get(0)), micros(cells.get(1)), text(cells.get(2)), micros(cells.get(3)),
                text(cells.get(4)), Double.parseDouble(cells.get(5)), (byte) Integer.parseInt(cells.get(7)),
                Short.parseShort(cells.get(8)), text(cells.get(9)));
    }

    private static SetAsideRow earlierRow(List<String> cells, long id) {
        if (cells.size() != EARLIER_COLUMNS) {
            throw new IllegalArgumentException("a line of " + cells.size() + " columns");
        }
        return new SetAsideRow(id, 0, ChannelDataStore.TABLE, micros(cells.get(0)), earlierText(cells.get(1)),
                Double.parseDouble(cells.get(2)), QualityCode.of(Quality.valueOf(cells.get(3)), Reason.NONE), (short) 0,
                earlierText(cells.get(4)));
    }

    /** Only NUL was written with a backslash. */
    private static String earlierText(String cell) {
        boolean marked = cell.length() > 1 && cell.charAt(0) == '\'' && ("\\" + FORMULA).indexOf(cell.charAt(1)) >= 0;
        return (marked ? cell.substring(1) : cell).replace("\\0", "\0");
    }

    private static long micros(String time) {
        return Micros.of(Instant.parse(time));
    }

    private static String quoted(String text) {
        String harmless = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + harmless.replace("\"", "\"\"").replace("\\", "\\\\").replace("\0", "\\0") + "\"";
    }

    private static String text(String cell) {
        boolean marked = cell.length() > 1 && cell.charAt(0) == '\'' && (FORMULA + "\\").indexOf(cell.charAt(1)) >= 0;
        String text = marked ? cell.substring(1) : cell;
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(next == '0' ? '\0' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** Complete ones only: each ends with a line break that is not inside quotes. */
    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean doubled = inQuotes && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (inQuotes || c != ',' && c != '\n' && c != '\r') {
                cell.append(c);
            } else if (c != '\r') {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    records.add(cells);
                    cells = new ArrayList<>();
                }
            }
        }
        return records;
    }
}
