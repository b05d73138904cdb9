package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;

/**
 * Rows that a back end will never accept, set aside in {@code quarantine.csv} with the reason, for a person to look at.
 * One for the whole site. Thread-safe.
 */
public final class Quarantine {
    private static final String FILE = "quarantine.csv";
    private static final String TITLES = "time,channel_id,value,quality,reason\r\n";

    private final Path file;
    private final ChannelIndex index;

    public Quarantine(Path folder, ChannelIndex index) {
        this.file = folder.resolve(FILE);
        this.index = index;
    }

    /** For the rows of one destination: the table or the id of the rule whose back end refuses them. */
    public SetAside of(String ruleOrTable) {
        AtomicLong count = new AtomicLong();
        return new SetAside() {
            @Override
            public void add(Rows rows, String reason) throws IOException {
                append(rows, reason);
                count.incrementAndGet();
            }

            @Override
            public long count() {
                return count.get();
            }
        };
    }

    /** Appends the first of these rows, on the disk when it returns. */
    private synchronized void append(Rows rows, String reason) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String text = (channel.size() == 0 ? TITLES : "") + line(rows, reason);
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    private String line(Rows rows, String reason) {
        int row = rows.from();
        return Micros.toInstant(rows.batch().timeMicros(row)) + "," + quoted(id(rows.batch().channel(row))) + ","
                + rows.batch().value(row) + "," + QualityCode.quality(rows.batch().quality(row)) + ","
                + quoted(reason) + "\r\n";
    }

    private String id(int handle) {
        return handle >= 0 && handle < index.size() ? index.id(handle) : "unknown handle " + handle;
    }

    /** An id may be anything that a person or an import made it; a spreadsheet must not take it for a formula. */
    private static String quoted(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\0".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + harmless.replace("\"", "\"\"").replace("\0", "\\0") + "\"";
    }
}
