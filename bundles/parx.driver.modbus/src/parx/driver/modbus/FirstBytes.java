package parx.driver.modbus;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * What a link brought first, until something of it was understood: it tells that something else than Modbus listens
 * there, and what. Owned by the io thread.
 */
final class FirstBytes {
    /** How long to wait for more of them: who introduces itself does it in one go. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Enough for the name and version that many a server begins with. */
    private static final int KEPT = 40;
    private static final int SHOWN_IN_HEX = 12;
    private static final int MBAP_LENGTH_ENDS = 6;
    /** So many bytes that are all letters come by chance from one garbled line in thousands. */
    private static final int LEAST_TEXT = 8;

    private final byte[] bytes = new byte[KEPT];
    private int count;
    private boolean understood;

    /** The link is new. */
    void reset() {
        count = 0;
        understood = false;
    }

    void came(byte[] buffer, int at, int length) {
        int kept = understood ? 0 : Math.min(length, KEPT - count);
        if (kept > 0) {
            System.arraycopy(buffer, at, bytes, count, kept);
            count += kept;
        }
    }

    /** What speaks there is Modbus. */
    void understood() {
        understood = true;
    }

    boolean isUnderstood() {
        return understood;
    }

    /** Whether there is room for more of them. */
    boolean isFull() {
        return count == KEPT;
    }

    /** Whether nothing at all has come. */
    boolean isNone() {
        return count == 0 && !understood;
    }

    /** Whether they begin with a whole header of Modbus TCP, whatever its transaction id. @param longest length in it */
    boolean mayBeHeader(int longest) {
        int protocol = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        int length = (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF;
        return count >= MBAP_LENGTH_ENDS && protocol == 0 && length >= 2 && length <= longest;
    }

    /** Whether nothing that was understood came, but something that is no Modbus TCP. */
    boolean areForeign(int longest) {
        return !understood && count > 0 && !mayBeHeader(longest) && (count >= MBAP_LENGTH_ENDS || isText());
    }

    /** Whether they are words, which no frame of Modbus RTU is. */
    boolean areWords() {
        return !understood && count >= LEAST_TEXT && isText();
    }

    /** Words in quotation marks, anything else in hexadecimal digits. */
    String readable() {
        String more = isFull() ? "…" : "";
        if (isText()) {
            return "‘" + new String(bytes, 0, count, StandardCharsets.US_ASCII).strip().replaceAll("\\s+", " ") + more + "’";
        }
        int shown = Math.min(count, SHOWN_IN_HEX);
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes, 0, shown) + (shown < count ? " …" : more);
    }

    private boolean isText() {
        for (int i = 0; i < count; i++) {
            boolean letter = bytes[i] >= ' ' && bytes[i] < 0x7F || bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == '\t';
            if (!letter) {
                return false;
            }
        }
        return true;
    }
}
