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
import java.util.zip.CRC32C;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;

/**
 * One file of the spool: a magic number, then records of {@code length, CRC32C, payload}. A payload either names
 * channels (their numbers in this file count up from 0) or holds rows, so that a file can be read without anything
 * else. Owned by the history-writer thread.
 */
final class SpoolSegment {
    static final long MAGIC = 0x5041_5258_5350_4C31L;
    static final int RECORD_HEADER = 8;
    private static final byte NAMES = 1;
    private static final byte ROWS = 2;
    private static final int ROW_BYTES = 4 + 8 + 8 + 1;
    private static final int LARGEST_PAYLOAD = 64 << 20;

    private SpoolSegment() {
    }

    /** Appends records to a new file. */
    static final class Writer implements Closeable {
        private final FileChannel file;
        private final ChannelIndex index;
        private int[] numbers = new int[64];
        private int nextNumber;
        private long end;
        private ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

        Writer(Path path, ChannelIndex index) throws IOException {
            this.index = index;
            Arrays.fill(numbers, -1);
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).putLong(0, MAGIC);
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
                    putNames(fresh);
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

        private void putNames(List<String> names) {
            int start = beginRecord(5);
            buffer.put(NAMES).putInt(names.size());
            for (String name : names) {
                byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                room(2 + utf8.length);
                buffer.putShort((short) utf8.length).put(utf8);
            }
            endRecord(start);
        }

        private void putRows(Rows rows) {
            int start = beginRecord(5 + rows.count() * ROW_BYTES);
            buffer.put(ROWS).putInt(rows.count());
            SampleBatch batch = rows.batch();
            for (int row = rows.from(); row < rows.to(); row++) {
                buffer.putInt(numbers[batch.channel(row)]).putLong(batch.timeMicros(row))
                        .putLong(Double.doubleToRawLongBits(batch.value(row))).put(batch.quality(row));
            }
            endRecord(start);
        }

        private int beginRecord(int bytes) {
            room(RECORD_HEADER + bytes);
            int start = buffer.position();
            buffer.position(start + RECORD_HEADER);
            return start;
        }

        private void endRecord(int start) {
            int length = buffer.position() - start - RECORD_HEADER;
            CRC32C crc = new CRC32C();
            crc.update(buffer.array(), start + RECORD_HEADER, length);
            buffer.putInt(start, length).putInt(start + 4, (int) crc.getValue());
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

    /** Reads the records of a file that may end in a torn one. */
    static final class Reader implements Closeable {
        private final FileChannel file;
        private final ChannelIndex index;
        private int[] handles = new int[64];
        private int names;
        private long sound;
        private ByteBuffer payload = ByteBuffer.allocate(64 * 1024);
        private final ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER);

        Reader(Path path, ChannelIndex index) throws IOException {
            this.index = index;
            file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                if (fill(header.clear()) && header.getLong(0) == MAGIC) {
                    sound = RECORD_HEADER;
                }
            } catch (IOException e) {
                file.close();
                throw e;
            }
        }

        /** Appends the rows of the next record to the batch. @return how many, -1 at the end or at a torn record */
        int next(SampleBatch into) throws IOException {
            while (sound > 0 && readRecord()) {
                byte kind = payload.get();
                int count = payload.getInt();
                if (kind == NAMES) {
                    takeNames(count);
                } else {
                    for (int i = 0; i < count; i++) {
                        into.sample(handles[payload.getInt()], payload.getLong(),
                                Double.longBitsToDouble(payload.getLong()), payload.get());
                    }
                }
                sound += RECORD_HEADER + payload.limit();
                if (kind == ROWS) {
                    return count;
                }
            }
            return -1;
        }

        /** So many bytes from the start are sound, as far as was read. */
        long soundBytes() {
            return sound;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        private boolean readRecord() throws IOException {
            if (!fill(header.clear())) {
                return false;
            }
            int length = header.getInt(0);
            if (length < 5 || length > LARGEST_PAYLOAD || length > file.size() - file.position()) {
                return false;
            }
            if (payload.capacity() < length) {
                payload = ByteBuffer.allocate(length);
            }
            if (!fill(payload.clear().limit(length))) {
                return false;
            }
            CRC32C crc = new CRC32C();
            crc.update(payload.array(), 0, length);
            return (int) crc.getValue() == header.getInt(4);
        }

        private void takeNames(int count) {
            for (int i = 0; i < count; i++) {
                byte[] utf8 = new byte[payload.getShort() & 0xFFFF];
                payload.get(utf8);
                if (names == handles.length) {
                    handles = Arrays.copyOf(handles, names * 2);
                }
                handles[names++] = index.handle(new String(utf8, StandardCharsets.UTF_8));
            }
        }

        private boolean fill(ByteBuffer target) throws IOException {
            while (target.hasRemaining()) {
                if (file.read(target) < 0) {
                    return false;
                }
            }
            target.flip();
            return true;
        }
    }
}
