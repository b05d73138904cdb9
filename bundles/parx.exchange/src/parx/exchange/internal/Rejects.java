package parx.exchange.internal;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parx.exchange.ImportReport;
import parx.files.CellText;

/** Lines that could not be imported, with number and reason, in a CSV file that is made for the first. One thread. */
final class Rejects implements AutoCloseable {
    private static final int MOST_IN_REPORT = 20;
    /** A file that is wrong from end to end need not be there twice. */
    private static final long MOST_IN_FILE = 1_000_000;

    private final Path file;
    private final List<ImportReport.Reject> first = new ArrayList<>();
    private Writer writer;
    private long count;

    /** Takes away what an import before this one left. */
    Rejects(Path file) throws IOException {
        this.file = file;
        Files.deleteIfExists(file);
    }

    void add(CsvLines.Line line, String reason) throws IOException {
        count++;
        if (first.size() < MOST_IN_REPORT) {
            first.add(new ImportReport.Reject(line.number(), reason));
        }
        if (count > MOST_IN_FILE) {
            return;
        }
        if (writer == null) {
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            writer.write("line,reason,text\r\n");
        }
        writer.write(line.number() + "," + CellText.csv(reason) + "," + CellText.csv(line.text()) + "\r\n");
    }

    long count() {
        return count;
    }

    List<ImportReport.Reject> first() {
        return List.copyOf(first);
    }

    Optional<Path> file() {
        return writer == null ? Optional.empty() : Optional.of(file);
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
