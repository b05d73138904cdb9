package parx.driver.ethernetip;

import java.util.ArrayList;
import java.util.List;

/**
 * One read tag service of a scan, and every channel that its answer serves: several bits of one word are read once.
 * Owned by the io thread.
 */
final class TagRead {
    /** Service, reserved byte, status and its length, type. */
    private static final int REPLY_OVERHEAD = 6;
    private static final int STRING_REPLY = REPLY_OVERHEAD + 2 + 88;
    private static final int LONGEST_ELEMENTARY = 8;
    private static final int ONE_ELEMENT = 1;

    /** A channel. @param asBit whether its tag turned out to be an element of an array of bits */
    record Reader(int channel, Point point, boolean asBit) {
        TagName tag() {
            return asBit ? point.tag().wordOfArray() : point.tag();
        }
    }

    /** Why the controller does not give it. @param retryNanos monotonic, when to ask again */
    record Refusal(int status, int extended, long retryNanos) {
    }

    final List<Reader> readers = new ArrayList<>();
    final byte[] path;
    final byte[] request;
    /** Null where nothing is known against it. */
    Refusal refusal;
    /** What its reply takes in a packet: a guess until the first one came. */
    int replyLength;
    /** Its value does not fit into one reply. */
    boolean fragmented;
    /** Its last value was a text. */
    boolean text;

    TagRead(Reader first) {
        path = first.tag().path();
        request = Cip.request(Cip.READ_TAG, path, new WireWriter().u16(ONE_ELEMENT).done());
        DataType declared = first.point().declared();
        replyLength = declared == DataType.STRING ? STRING_REPLY
                : REPLY_OVERHEAD + (declared == null ? LONGEST_ELEMENTARY : declared.size());
    }

    byte[] fragment(int offset) {
        return Cip.request(Cip.READ_TAG_FRAGMENTED, path, new WireWriter().u16(ONE_ELEMENT).u32(offset).done());
    }
}
