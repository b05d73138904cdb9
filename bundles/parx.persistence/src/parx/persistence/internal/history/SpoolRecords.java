package parx.persistence.internal.history;

import java.util.zip.CRC32C;

/**
 * The form of a file of the spool: a magic number, then records of {@code length, CRC32C, payload}. A payload either
 * names channels (their numbers in this file count up from 0) or holds rows, so that a file can be read without anything
 * else. Names say their first number, so that a damaged record never gives another one's rows a wrong channel. Pure.
 */
final class SpoolRecords {
    static final long MAGIC = 0x5041_5258_5350_4C31L;
    static final int HEADER = 8;
    /** As earlier versions wrote them: the first number is that of the names before, which damage makes unknown. */
    static final byte NAMES_IN_ORDER = 1;
    /** As earlier versions wrote them: each stays as long as the site's standard says. */
    static final byte ROWS_WITHOUT_DAYS = 2;
    static final byte NAMES = 3;
    static final byte ROWS = 4;
    static final int ROW_BYTES_WITHOUT_DAYS = 4 + 8 + 8 + 1;
    static final int ROW_BYTES = ROW_BYTES_WITHOUT_DAYS + 2;
    static final int LARGEST_PAYLOAD = 64 << 20;

    private SpoolRecords() {
    }

    /** The bytes that these rows take, but for new names. */
    static long bytes(Rows rows) {
        return HEADER + 5 + (long) rows.count() * ROW_BYTES;
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
