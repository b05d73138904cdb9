package parx.persistence.internal.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;

/**
 * Writes sample columns as PostgreSQL's binary COPY form of {@code (time, channel_id, value, quality, keep_days)}
 * without an object per row. Owned by the history-writer thread.
 */
final class CopyEncoder {
    /** From 1970, where our time begins, to 2000, where PostgreSQL's does; in microseconds. */
    static final long EPOCH_2000 = 946_684_800_000_000L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[][] QUALITY = {field("GOOD"), field("UNCERTAIN"), field("BAD")};
    private static final short FIELDS = 5;
    /** Everything of a row but its id and quality: field count, time with length, value with length. */
    private static final int FIXED = 2 + 12 + 12;
    private static final int LONGEST_QUALITY = 4 + 9;
    private static final int LONGEST_KEEP_DAYS = 4 + 2;
    private static final int BESIDE_ID = FIXED + LONGEST_QUALITY + LONGEST_KEEP_DAYS;
    /** Large enough that a message's overhead vanishes, small enough to stay in the second-level cache. */
    private static final int BUFFER = 128 * 1024;

    private final ChannelIndex index;
    private byte[][] ids = new byte[64][];
    private byte[] buffer = new byte[BUFFER];

    CopyEncoder(ChannelIndex index) {
        this.index = index;
    }

    /**
     * Sends these rows through an open COPY, with header and trailer; the caller ends the COPY. Left out are those that
     * are no samples but wishes to keep one for longer.
     */
    void write(SampleBatch rows, int from, int to, CopyIn copy) throws SQLException {
        System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
        int at = HEADER.length;
        for (int row = from; row < to; row++) {
            if (rows.keepDays(row) < 0) {
                continue;
            }
            byte[] id = id(rows.channel(row));
            if (at + BESIDE_ID + id.length > buffer.length) {
                copy.writeToCopy(buffer, 0, at);
                at = 0;
                ensure(BESIDE_ID + id.length);
            }
            at = encode(rows, row, id, at);
        }
        if (at + 2 > buffer.length) {
            copy.writeToCopy(buffer, 0, at);
            at = 0;
        }
        SHORT.set(buffer, at, (short) -1);
        copy.writeToCopy(buffer, 0, at + 2);
    }

    private int encode(SampleBatch rows, int row, byte[] id, int start) {
        byte[] target = buffer;
        int at = start;
        SHORT.set(target, at, FIELDS);
        INT.set(target, at + 2, 8);
        LONG.set(target, at + 6, rows.timeMicros(row) - EPOCH_2000);
        at += 14;
        System.arraycopy(id, 0, target, at, id.length);
        at += id.length;
        INT.set(target, at, 8);
        LONG.set(target, at + 4, Double.doubleToRawLongBits(rows.value(row)));
        at += 12;
        byte[] quality = QUALITY[QualityCode.quality(rows.quality(row)).ordinal()];
        System.arraycopy(quality, 0, target, at, quality.length);
        at += quality.length;
        short keepDays = rows.keepDays(row);
        if (keepDays == 0) {
            INT.set(target, at, -1);
            return at + 4;
        }
        INT.set(target, at, 2);
        SHORT.set(target, at + 4, keepDays);
        return at + 6;
    }

    /** The id as a COPY field, made once per channel. */
    private byte[] id(int handle) {
        if (handle >= ids.length) {
            ids = Arrays.copyOf(ids, Math.max(handle + 1, ids.length * 2));
        }
        byte[] known = ids[handle];
        if (known == null) {
            known = field(index.id(handle));
            ids[handle] = known;
        }
        return known;
    }

    private void ensure(int bytes) {
        if (bytes > buffer.length) {
            buffer = new byte[bytes];
        }
    }

    private static byte[] field(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] field = new byte[4 + utf8.length];
        INT.set(field, 0, utf8.length);
        System.arraycopy(utf8, 0, field, 4, utf8.length);
        return field;
    }
}
