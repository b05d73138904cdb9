package parx.persistence.internal.history;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;

/** Appends records to a new file of the spool; see {@link SpoolRecords}. Owned by the writer's thread. */
final class SpoolWriter implements Closeable {
    private final FileChannel file;
    private final ChannelIndex index;
    private int[] numbers = new int[64];
    private int nextNumber;
    private long end;
    private ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    SpoolWriter(Path path, ChannelIndex index) throws IOException {
        this.index = index;
        Arrays.fill(numbers, -1);
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).putLong(0, SpoolRecords.MAGIC);
            writeFully(magic);
            end = magic.capacity();
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Appends these rows and forces them to the disk; after an exception the file is as it was before. */
    void append(Rows rows) throws IOException {
        int numbersBefore = nextNumber;
        try {
            List<String> fresh = number(rows);
            buffer.clear();
            if (!fresh.isEmpty()) {
                putNames(fresh, numbersBefore);
            }
            putRows(rows);
            buffer.flip();
            long length = buffer.remaining();
            file.position(end);
            writeFully(buffer);
            file.force(false);
            end += length;
        } catch (IOException | RuntimeException | Error e) {
            forgetNumbers(numbersBefore);
            cutBack(e);
            throw e;
        }
    }

    long length() {
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private List<String> number(Rows rows) {
        List<String> fresh = new ArrayList<>();
        for (int row = rows.from(); row < rows.to(); row++) {
            int handle = rows.batch().channel(row);
            if (handle >= numbers.length) {
                int known = numbers.length;
                numbers = Arrays.copyOf(numbers, Math.max(handle + 1, known * 2));
                Arrays.fill(numbers, known, numbers.length, -1);
            }
            if (numbers[handle] < 0) {
                numbers[handle] = nextNumber++;
                fresh.add(index.id(handle));
            }
        }
        return fresh;
    }

    private void forgetNumbers(int from) {
        for (int handle = 0; handle < numbers.length; handle++) {
            if (numbers[handle] >= from) {
                numbers[handle] = -1;
            }
        }
        nextNumber = from;
    }

    /** A half-written record would hide everything behind it from the reader. */
    private void cutBack(Throwable cause) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void putNames(List<String> names, int first) {
        int start = beginRecord(9);
        buffer.put(SpoolRecords.NAMES).putInt(names.size()).putInt(first);
        for (String name : names) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            room(2 + utf8.length);
            buffer.putShort((short) utf8.length).put(utf8);
        }
        endRecord(start);
    }

    private void putRows(Rows rows) {
        int start = beginRecord(5 + rows.count() * SpoolRecords.ROW_BYTES);
        buffer.put(SpoolRecords.ROWS).putInt(rows.count());
        SampleBatch batch = rows.batch();
        for (int row = rows.from(); row < rows.to(); row++) {
            buffer.putInt(numbers[batch.channel(row)]).putLong(batch.timeMicros(row))
                    .putLong(Double.doubleToRawLongBits(batch.value(row))).put(batch.quality(row))
                    .putShort(batch.keepDays(row));
        }
        endRecord(start);
    }

    private int beginRecord(int bytes) {
        room(SpoolRecords.HEADER + bytes);
        int start = buffer.position();
        buffer.position(start + SpoolRecords.HEADER);
        return start;
    }

    private void endRecord(int start) {
        int length = buffer.position() - start - SpoolRecords.HEADER;
        buffer.putInt(start, length).putInt(start + 4, SpoolRecords.crc(buffer.array(), start + SpoolRecords.HEADER, length));
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(buffer.position() + bytes, buffer.capacity() * 2);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
