package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.function.BooleanSupplier;
import parx.driver.DriverException;
import parx.model.Reason;

/** Reads single tags whole, however long they are. Owned by the io thread. */
final class TagReader {
    /** Service, reserved byte, status and its length. */
    static final int REPLY_HEADER = 4;
    /** No channel's value is longer; more would only fill the memory. */
    private static final int LONGEST_VALUE = 64 * 1024;

    private final CipSession session;

    TagReader(CipSession session) {
        this.session = session;
    }

    /** @return the reply, put together where it came in fragments; null where it is no longer wanted */
    CipReply read(TagRead read, BooleanSupplier wanted) throws DriverException {
        CipReply reply = session.ask(read.request, wanted);
        return reply != null && reply.status() == GeneralStatus.PARTIAL_TRANSFER ? inFragments(read, wanted) : reply;
    }

    /** As {@link #read}, of a value that does not fit into one reply. */
    CipReply inFragments(TagRead read, BooleanSupplier wanted) throws DriverException {
        try {
            WireWriter value = new WireWriter();
            TagData first = null;
            while (true) {
                CipReply reply = session.ask(read.fragment(value.size()), wanted);
                if (reply == null || !reply.ok() && reply.status() != GeneralStatus.PARTIAL_TRANSFER) {
                    return reply;
                }
                TagData fragment = TagData.parse(reply.data());
                first = first == null ? fragment : first;
                value.bytes(fragment.bytes());
                boolean fits = fragment.code() == first.code() && fragment.handle() == first.handle();
                boolean goesOn = reply.ok() || fragment.bytes().length > 0;
                if (!fits || !goesOn || value.size() > LONGEST_VALUE) {
                    throw new MalformedReply(TEXTS.of("wire.fragments"));
                }
                if (reply.ok()) {
                    return new CipReply(Cip.READ_TAG, GeneralStatus.SUCCESS, 0, first.withBytes(value.done()));
                }
            }
        } catch (MalformedReply e) {
            throw malformed(e);
        }
    }

    TagData data(CipReply reply) throws DriverException {
        try {
            return TagData.parse(reply.data());
        } catch (MalformedReply e) {
            throw malformed(e);
        }
    }

    DriverException malformed(MalformedReply e) {
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", session.name(), e.what()), e);
    }
}
