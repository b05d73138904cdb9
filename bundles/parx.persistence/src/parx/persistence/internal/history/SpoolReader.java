package parx.persistence.internal.history;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;

/**
 * Reads the records of a file of the spool that may be damaged anywhere: it goes on at the next record that is sound.
 * See {@link SpoolRecords}. Owned by the writer's thread.
 */
final class SpoolReader implements Closeable {
    private final FileChannel file;
    private final ChannelIndex index;
    private int[] handles = new int[64];
    /** Where the next record starts. */
    private long position = Long.BYTES;
    private long soundEnd;
    private long damagedBytes;
    private long unknownRows;
    private int namesInOrder;
    private boolean numbersLost;
    private ByteBuffer payload = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer header = ByteBuffer.allocate(SpoolRecords.HEADER);

    SpoolReader(Path path, ChannelIndex index) throws IOException {
        this.index = index;
        Arrays.fill(handles, -1);
        file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (fill(header.clear(), 0) && header.getLong(0) == SpoolRecords.MAGIC) {
                soundEnd = Long.BYTES;
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Appends the rows of the next sound record to the batch. @return how many, -1 at the end of the file */
    int next(SampleBatch into) throws IOException {
        while (readRecord(position) || findRecord()) {
            // Where the magic number is the damage, records behind it are as sound as their checksums.
            damagedBytes += position - soundEnd;
            byte kind = payload.get();
            int count = payload.getInt();
            position += SpoolRecords.HEADER + payload.limit();
            soundEnd = position;
            if (kind == SpoolRecords.ROWS || kind == SpoolRecords.ROWS_WITHOUT_DAYS) {
                int taken = takeRows(count, kind == SpoolRecords.ROWS, into);
                if (taken > 0) {
                    return taken;
                }
            } else if (kind == SpoolRecords.NAMES) {
                takeNames(count, payload.getInt());
            } else if (!numbersLost) {
                takeNames(count, namesInOrder);
                namesInOrder += count;
            }
        }
        return -1;
    }

    /** The end of the last sound record that was read; what is behind it at the end of the file is not one. */
    long soundEnd() {
        return soundEnd;
    }

    /** Bytes between sound records that were left out. */
    long damagedBytes() {
        return damagedBytes;
    }

    /** Sound rows that were left out because the names of their channels were damaged. */
    long unknownRows() {
        return unknownRows;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private int takeRows(int count, boolean withDays, SampleBatch into) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            int number = payload.getInt();
            long timeMicros = payload.getLong();
            double value = Double.longBitsToDouble(payload.getLong());
            byte quality = payload.get();
            short keepDays = withDays ? payload.getShort() : 0;
            if (number >= 0 && number < handles.length && handles[number] >= 0) {
                into.sample(handles[number], timeMicros, value, quality, keepDays);
                taken++;
            } else {
                unknownRows++;
            }
        }
        return taken;
    }

    private void takeNames(int count, int first) {
        if (first + count > handles.length) {
            int known = handles.length;
            handles = Arrays.copyOf(handles, Math.max(first + count, known * 2));
            Arrays.fill(handles, known, handles.length, -1);
        }
        for (int i = 0; i < count; i++) {
            byte[] utf8 = new byte[payload.getShort() & 0xFFFF];
            payload.get(utf8);
            handles[first + i] = index.handle(new String(utf8, StandardCharsets.UTF_8));
        }
    }

    /** Reads the record that starts here into the payload. @return whether there is a sound one */
    private boolean readRecord(long at) throws IOException {
        if (!fill(header.clear(), at)) {
            return false;
        }
        int length = header.getInt(0);
        if (length < 5 || length > SpoolRecords.LARGEST_PAYLOAD || length > file.size() - at - SpoolRecords.HEADER) {
            return false;
        }
        if (payload.capacity() < length) {
            payload = ByteBuffer.allocate(length);
        }
        if (!fill(payload.clear().limit(length), at + SpoolRecords.HEADER)) {
            return false;
        }
        return isPlausible(payload.get(0), payload.getInt(1), length)
                && SpoolRecords.crc(payload.array(), 0, length) == header.getInt(4);
    }

    /** Looks behind the damage for the next sound record, and reads it. Rare, so the rest is read at once. */
    private boolean findRecord() throws IOException {
        long size = file.size();
        if (size - position <= SpoolRecords.HEADER + 5) {
            return false;
        }
        ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(size - position));
        if (!fill(rest, position)) {
            return false;
        }
        for (int at = 0; at + SpoolRecords.HEADER + 5 <= rest.limit(); at++) {
            int length = rest.getInt(at);
            int start = at + SpoolRecords.HEADER;
            if (length >= 5 && length <= Math.min(SpoolRecords.LARGEST_PAYLOAD, rest.limit() - start)
                    && isPlausible(rest.get(start), rest.getInt(start + 1), length)
                    && SpoolRecords.crc(rest.array(), start, length) == rest.getInt(at + 4)) {
                numbersLost = true;
                position += at;
                return readRecord(position);
            }
        }
        return false;
    }

    /** Cheap, and true of few bytes that are not the start of a payload. */
    private static boolean isPlausible(byte kind, int count, int length) {
        return switch (kind) {
            case SpoolRecords.ROWS -> count >= 0 && length == 5 + (long) count * SpoolRecords.ROW_BYTES;
            case SpoolRecords.ROWS_WITHOUT_DAYS ->
                    count >= 0 && length == 5 + (long) count * SpoolRecords.ROW_BYTES_WITHOUT_DAYS;
            case SpoolRecords.NAMES, SpoolRecords.NAMES_IN_ORDER -> count > 0 && count <= (length - 5) / 2;
            default -> false;
        };
    }

    private boolean fill(ByteBuffer target, long from) throws IOException {
        long at = from;
        while (target.hasRemaining()) {
            int read = file.read(target, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        target.flip();
        return true;
    }
}
