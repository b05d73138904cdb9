package parx.exchange.internal;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import parx.exchange.ExchangeException;

/**
 * Reads a CSV file after RFC 4180 in bounded memory, whatever it holds. A quote that is not closed within a few lines
 * spoils its own line, not the rest of the file. Used by one thread.
 */
final class CsvLines implements Closeable {
    private static final int LONGEST_LINE = 1 << 20;
    /** Lines that one quoted cell may reach over. */
    private static final int MOST_LINES = 20;

    private final Path file;
    private final char separator;
    private final CountedInput bytes;
    private final BufferedReader reader;
    private final Deque<String> pending = new ArrayDeque<>();
    private final StringBuilder buffer = new StringBuilder();
    private long line;

    CsvLines(Path file, Charset encoding, char separator) throws IOException {
        this.file = file;
        this.separator = separator;
        InputStream in = Files.newInputStream(file);
        bytes = new CountedInput(in);
        reader = new BufferedReader(new InputStreamReader(bytes, encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE)), 1 << 16);
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    /**
     * A line's cells.
     *
     * @param number  of its first line in the file, from 1
     * @param text    as it stands there
     * @param problem why it is no line of a table, or empty
     */
    record Line(long number, String text, List<String> cells, String problem) {
    }

    /** The next line that is not empty, or null at the end. */
    Line next() throws IOException, ExchangeException {
        String text = read();
        while (text != null && text.isBlank()) {
            text = read();
        }
        if (text == null) {
            return null;
        }
        long number = line;
        List<String> cells = new ArrayList<>();
        if (split(text, cells)) {
            return new Line(number, text, cells, "");
        }
        Deque<String> taken = new ArrayDeque<>();
        StringBuilder whole = new StringBuilder(text);
        while (taken.size() < MOST_LINES) {
            String more = read();
            if (more == null) {
                break;
            }
            taken.addLast(more);
            whole.append('\n').append(more);
            cells.clear();
            if (split(whole, cells)) {
                return new Line(number, whole.toString(), cells, "");
            }
        }
        line -= taken.size();
        while (!taken.isEmpty()) {
            pending.addFirst(taken.removeLast());
        }
        return new Line(number, text, List.of(), "a quote is opened and not closed");
    }

    /** Bytes that were read so far, a buffer ahead of the lines. */
    long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** @return whether every quote is closed */
    private boolean split(CharSequence text, List<String> cells) {
        int at = 0;
        int length = text.length();
        while (true) {
            if (at < length && text.charAt(at) == '"') {
                at = quoted(text, at + 1, cells);
                if (at < 0) {
                    return false;
                }
            } else {
                int end = at;
                while (end < length && text.charAt(end) != separator) {
                    end++;
                }
                cells.add(text.subSequence(at, end).toString().strip());
                at = end;
            }
            if (at >= length) {
                return true;
            }
            at++;
        }
    }

    /** @return where the separator after the cell stands, or -1 where its quote is not closed */
    private int quoted(CharSequence text, int from, List<String> cells) {
        StringBuilder cell = new StringBuilder();
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '"') {
                cell.append(c);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                cell.append('"');
                at++;
            } else {
                int end = at + 1;
                while (end < text.length() && text.charAt(end) != separator) {
                    cell.append(text.charAt(end++));
                }
                cells.add(cell.toString());
                return end;
            }
        }
        return -1;
    }

    private String read() throws IOException, ExchangeException {
        if (!pending.isEmpty()) {
            line++;
            return pending.removeFirst();
        }
        buffer.setLength(0);
        int c;
        while ((c = reader.read()) >= 0 && c != '\n') {
            if (c != '\r') {
                buffer.append((char) c);
            }
            if (buffer.length() > LONGEST_LINE) {
                throw new ExchangeException("Line " + (line + 1) + " of " + file.getFileName() + " has more than "
                        + LONGEST_LINE + " characters: this is no table of text. Choose a CSV file.");
            }
        }
        if (c < 0 && buffer.isEmpty()) {
            return null;
        }
        line++;
        return buffer.toString();
    }
}
