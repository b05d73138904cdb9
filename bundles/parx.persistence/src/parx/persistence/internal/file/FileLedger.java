package parx.persistence.internal.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files a rule has made: only these are continued, converted or deleted. One line of JSON per step, in the rule's
 * own folder, forced before the step is taken. Thread-safe.
 */
final class FileLedger {
    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);
    private static final String FILE = "files.jsonl";
    private static final int SPARE_LINES = 1_000;

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    /** By the path of what people find, in the order of their making. */
    private final Map<Path, Entry> entries = new LinkedHashMap<>();
    private int lines;

    /** What a file is. */
    enum State {
        /** Rows are added. */
        OPEN,
        /** Complete as CSV; where that is only a {@code .part}, it is still to become what people find. */
        ENDED,
        /** What people find is there. */
        FINISHED
    }

    /**
     * @param file         what people find
     * @param part         what rows are written to; the same where that is CSV
     * @param settings     text of those that it was begun with
     * @param recording    id of the recording that it was begun in, or null
     * @param firstMicros  time of the row that it was begun for
     * @param newestMicros time of its newest row, once it has ended
     */
    record Entry(Path file, Path part, State state, String settings, String recording, long firstMicros, long newestMicros) {
        Entry with(State next, long newest) {
            return new Entry(file, part, next, settings, recording, firstMicros, newest);
        }
    }

    /** @param folder the rule's own */
    FileLedger(Path folder) throws IOException {
        file = folder.resolve(FILE);
        Files.createDirectories(folder);
        if (Files.exists(file)) {
            for (String line : Files.readString(file).split("\n")) {
                read(line);
            }
        }
        if (lines > entries.size() + SPARE_LINES) {
            rewrite();
        }
    }

    synchronized List<Entry> all() {
        return new ArrayList<>(entries.values());
    }

    /** Notes that this is so now. */
    synchronized void put(Entry entry) throws IOException {
        append(line(entry));
        entries.put(entry.file(), entry);
    }

    /** Notes that this file is gone, or somebody else's. */
    synchronized void remove(Entry entry) throws IOException {
        append(json.createObjectNode().put("removed", entry.file().toString()));
        entries.remove(entry.file());
    }

    private ObjectNode line(Entry entry) {
        return json.createObjectNode().put("file", entry.file().toString()).put("part", entry.part().toString())
                .put("state", entry.state().name()).put("settings", entry.settings()).put("recording", entry.recording())
                .put("first", entry.firstMicros()).put("newest", entry.newestMicros());
    }

    private void read(String line) {
        if (line.isBlank()) {
            return;
        }
        lines++;
        try {
            JsonNode node = json.readTree(line);
            if (node.hasNonNull("removed")) {
                entries.remove(Path.of(node.get("removed").asText()));
                return;
            }
            Entry entry = new Entry(Path.of(node.get("file").asText()), Path.of(node.get("part").asText()),
                    State.valueOf(node.get("state").asText()), node.path("settings").asText(),
                    node.path("recording").textValue(), node.path("first").asLong(), node.path("newest").asLong());
            entries.put(entry.file(), entry);
        } catch (IOException | RuntimeException e) {
            // A crash may have cut the last line; the step that it tells of was not taken.
            LOG.warn("A line of {} cannot be read: {}", file, line);
        }
    }

    private void append(ObjectNode node) throws IOException {
        write(file, node + "\n", StandardOpenOption.APPEND);
        lines++;
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        entries.values().forEach(entry -> text.append(line(entry)).append('\n'));
        Path fresh = file.resolveSibling(FILE + ".new");
        write(fresh, text.toString(), StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = entries.size();
    }

    private static void write(Path file, String text, StandardOpenOption how) throws IOException {
        boolean append = how == StandardOpenOption.APPEND;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = append ? channel.size() : 0;
            channel.truncate(end);
            try {
                // A line that a crash has cut must not swallow this one.
                ByteBuffer bytes = ByteBuffer.wrap(((append && end > 0 ? "\n" : "") + text).getBytes(StandardCharsets.UTF_8));
                channel.position(end);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
    }
}
