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
 * else. Names say their first number, so that a damaged record never gives another one's rows a wrong channel. Owned by the history-writer thread.
 */
final class SpoolSegment {
    static final long MAGIC = 0x5041_5258_5350_4C31L;
    static final int RECORD_HEADER = 8;
    /** As earlier versions wrote them: the first number is that of the names before, which damage makes unknown. */
    private static final byte NAMES_IN_ORDER = 1;
    private static final byte ROWS = 2;
    private static final byte NAMES = 3;
    private static final int ROW_BYTES = 4 + 8 + 8 + 1;
    private static final int LARGEST_PAYLOAD = 64 << 20;

    private SpoolSegment() {
    }

    /** The bytes that these rows take, but for new names. */
    static long bytes(Rows rows) {
        return RECORD_HEADER + 5 + (long) rows.count() * ROW_BYTES;
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
            buffer.put(NAMES).putInt(names.size()).putInt(first);
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
            buffer.putInt(start, length).putInt(start + 4, crc(buffer.array(), start + RECORD_HEADER, length));
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

    /** Reads the records of a file that may be damaged anywhere: it goes on at the next record that is sound. */
    static final class Reader implements Closeable {
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
        private final ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER);

        Reader(Path path, ChannelIndex index) throws IOException {
            this.index = index;
            Arrays.fill(handles, -1);
            file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                if (fill(header.clear(), 0) && header.getLong(0) == MAGIC) {
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
                position += RECORD_HEADER + payload.limit();
                soundEnd = position;
                if (kind == ROWS) {
                    int taken = takeRows(count, into);
                    if (taken > 0) {
                        return taken;
                    }
                } else if (kind == NAMES) {
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

        private int takeRows(int count, SampleBatch into) {
            int taken = 0;
            for (int i = 0; i < count; i++) {
                int number = payload.getInt();
                long timeMicros = payload.getLong();
                double value = Double.longBitsToDouble(payload.getLong());
                byte quality = payload.get();
                if (number >= 0 && number < handles.length && handles[number] >= 0) {
                    into.sample(handles[number], timeMicros, value, quality);
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
            if (length < 5 || length > LARGEST_PAYLOAD || length > file.size() - at - RECORD_HEADER) {
                return false;
            }
            if (payload.capacity() < length) {
                payload = ByteBuffer.allocate(length);
            }
            if (!fill(payload.clear().limit(length), at + RECORD_HEADER)) {
                return false;
            }
            return isPlausible(payload.get(0), payload.getInt(1), length)
                    && crc(payload.array(), 0, length) == header.getInt(4);
        }

        /** Looks behind the damage for the next sound record, and reads it. Rare, so the rest is read at once. */
        private boolean findRecord() throws IOException {
            long size = file.size();
            if (size - position <= RECORD_HEADER + 5) {
                return false;
            }
            ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(size - position));
            if (!fill(rest, position)) {
                return false;
            }
            for (int at = 0; at + RECORD_HEADER + 5 <= rest.limit(); at++) {
                int length = rest.getInt(at);
                int start = at + RECORD_HEADER;
                if (length >= 5 && length <= Math.min(LARGEST_PAYLOAD, rest.limit() - start)
                        && isPlausible(rest.get(start), rest.getInt(start + 1), length)
                        && crc(rest.array(), start, length) == rest.getInt(at + 4)) {
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
                case ROWS -> count >= 0 && length == 5 + (long) count * ROW_BYTES;
                case NAMES, NAMES_IN_ORDER -> count > 0 && count <= (length - 5) / 2;
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

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
