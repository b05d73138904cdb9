package parx.exchange.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;

/**
 * The first lines of a file, in the encoding and with the separator that fit best. Immutable.
 *
 * @param lines the heading's among them
 */
record FileSample(Charset encoding, char separator, List<List<String>> lines) {
    static final int LINES = 60;
    private static final int BYTES = 1 << 16;
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    /** @param choices what a person has said of them */
    static FileSample of(Path file, ImportChoices choices) throws IOException, ExchangeException {
        Charset found = encoding(file);
        Charset encoding = choices.encoding().orElse(found);
        if (choices.separator().isPresent()) {
            char separator = choices.separator().get();
            return new FileSample(encoding, separator, lines(file, encoding, separator));
        }
        FileSample best = null;
        double bestScore = -1;
        for (char separator : SEPARATORS) {
            List<List<String>> lines = lines(file, encoding, separator);
            double score = score(lines);
            if (score > bestScore) {
                bestScore = score;
                best = new FileSample(encoding, separator, lines);
            }
        }
        return best;
    }

    static List<List<String>> lines(Path file, Charset encoding, char separator) throws IOException, ExchangeException {
        List<List<String>> lines = new ArrayList<>();
        try (CsvLines reader = new CsvLines(file, encoding, separator)) {
            CsvLines.Line line;
            while (lines.size() < LINES && (line = reader.next()) != null) {
                lines.add(line.cells());
            }
        }
        return lines;
    }

    /** Many columns, as many in one line as in the next. */
    private static double score(List<List<String>> lines) {
        if (lines.isEmpty()) {
            return 0;
        }
        int columns = lines.getLast().size();
        long same = lines.stream().filter(line -> line.size() == columns).count();
        return columns < 2 ? 0 : Math.log(columns) * same / lines.size();
    }

    /** By its mark; else UTF-8 where it is valid, else what Windows writes in the west. */
    private static Charset encoding(Path file) throws IOException, ExchangeException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(BYTES);
        }
        if (begins(begin, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        if (begins(begin, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(begin, 'P', 'K', 3, 4)) {
            throw new ExchangeException(file.getFileName() + " is a workbook or an archive. Save the sheet as CSV and choose"
                    + " that file.");
        }
        for (byte b : begin) {
            if (b == 0) {
                throw new ExchangeException(file.getFileName() + " is no text. Choose a CSV file.");
            }
        }
        return isUtf8(begin) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252");
    }

    private static boolean isUtf8(byte[] begin) {
        int end = begin.length;
        if (end == BYTES) {
            // A letter may be cut at the end of what was read.
            while (end > BYTES - 4 && (begin[end - 1] & 0xC0) == 0x80) {
                end--;
            }
            end--;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(begin, 0, end));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean begins(byte[] bytes, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
