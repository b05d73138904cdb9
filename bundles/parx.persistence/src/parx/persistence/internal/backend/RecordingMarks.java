package parx.persistence.internal.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.service.RuleStore.Recording;

/**
 * A recording as rows, so that it goes the way of the samples, through memory and spool, and stays in order with them:
 * rows of a channel that no site can have. The first has the text's length, negative, as value and its checksum as
 * time; each of the others eight bytes of the text as time and its number as value. Encoding is for any thread, a
 * {@link Reader} for one.
 */
final class RecordingMarks {
    /** No channel's id may hold a control character. */
    private static final String CHANNEL = "\u0001recording";
    private static final int BYTES_PER_ROW = Long.BYTES;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a recording is that memory or disk had no room for: not the one before it. */
    static final Recording UNKNOWN = new Recording("unknown", 0, Map.of());

    private final int handle;

    RecordingMarks(ChannelIndex index) {
        handle = index.handle(CHANNEL);
    }

    boolean isMark(int channel) {
        return channel == handle;
    }

    SampleBatch rows(Recording recording) {
        byte[] text = text(recording);
        SampleBatch rows = new SampleBatch(2 + text.length / BYTES_PER_ROW);
        rows.sample(handle, checksum(text), -text.length, QualityCode.GOOD);
        ByteBuffer bytes = ByteBuffer.allocate(Math.ceilDiv(text.length, BYTES_PER_ROW) * BYTES_PER_ROW).put(text).rewind();
        for (int number = 1; bytes.hasRemaining(); number++) {
            rows.sample(handle, bytes.getLong(), number, QualityCode.GOOD);
        }
        return rows;
    }

    static byte[] text(Recording recording) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", recording.id());
        node.put("beginMicros", recording.beginMicros());
        ObjectNode metadata = node.putObject("metadata");
        recording.metadata().forEach(metadata::put);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recording is texts and a number", e);
        }
    }

    static Recording recording(byte[] text) throws IOException {
        JsonNode node = JSON.readTree(text);
        Map<String, String> metadata = new HashMap<>();
        node.path("metadata").properties().forEach(field -> metadata.put(field.getKey(), field.getValue().asText()));
        return new Recording(node.path("id").textValue(), node.path("beginMicros").asLong(), metadata);
    }

    private static long checksum(byte[] text) {
        CRC32C crc = new CRC32C();
        crc.update(text, 0, text.length);
        return crc.getValue();
    }

    /** Puts recordings together from the rows that come by. */
    static final class Reader {
        private ByteBuffer text;
        private int length;
        private long checksum;
        private int next;

        /** Whether a recording has begun and not ended. */
        boolean isWithin() {
            return text != null;
        }

        /** @return the recording that this row ends; {@link #UNKNOWN} where rows of it are missing */
        Optional<Recording> take(SampleBatch batch, int row) {
            if (batch.value(row) < 0) {
                length = (int) -batch.value(row);
                checksum = batch.timeMicros(row);
                text = ByteBuffer.allocate(Math.ceilDiv(length, BYTES_PER_ROW) * BYTES_PER_ROW);
                next = 1;
                return Optional.empty();
            }
            if (text == null || batch.value(row) != next) {
                return torn();
            }
            next++;
            text.putLong(batch.timeMicros(row));
            return text.hasRemaining() ? Optional.empty() : Optional.of(whole());
        }

        /** Other rows follow, or the rest is missing. */
        Optional<Recording> torn() {
            text = null;
            return Optional.of(UNKNOWN);
        }

        private Recording whole() {
            byte[] bytes = new byte[length];
            text.rewind().get(bytes);
            text = null;
            try {
                return checksum(bytes) == checksum ? recording(bytes) : UNKNOWN;
            } catch (IOException e) {
                throw new IllegalStateException("a text with the right checksum was written by this class", e);
            }
        }
    }
}
