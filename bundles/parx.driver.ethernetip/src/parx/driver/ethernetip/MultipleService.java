package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.List;

/** Several requests in one packet (CIP volume 1, A-4.10; service 0x0A of the message router). Pure functions, any thread. */
final class MultipleService {
    /** Of the request or reply itself: service, path or status, and the number of services in it. */
    static final int REQUEST_OVERHEAD = 8;
    static final int REPLY_OVERHEAD = 6;
    /** For each service in it. */
    static final int OFFSET = 2;

    private MultipleService() {
    }

    static byte[] request(List<byte[]> requests) {
        WireWriter out = new WireWriter().u16(requests.size());
        int offset = 2 + OFFSET * requests.size();
        for (byte[] request : requests) {
            out.u16(offset);
            offset += request.length;
        }
        requests.forEach(out::bytes);
        return Cip.request(Cip.MULTIPLE_SERVICE_PACKET, Cip.path(Cip.MESSAGE_ROUTER, 1), out.done());
    }

    /**
     * The replies in the order of their requests.
     *
     * @param count    of the requests
     * @param services of the requests: each reply must be of the same
     */
    static CipReply[] replies(byte[] data, int count, int service) throws MalformedReply {
        WireReader in = new WireReader(data);
        int there = in.u16();
        if (there != count) {
            throw new MalformedReply(TEXTS.of("wire.count", there, count));
        }
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i] = in.u16();
        }
        offsets[count] = data.length;
        CipReply[] replies = new CipReply[count];
        int from = 2 + OFFSET * count;
        for (int i = 0; i < count; i++) {
            if (offsets[i] != from || offsets[i + 1] < from || offsets[i + 1] > data.length) {
                throw new MalformedReply(TEXTS.of("wire.offsets"));
            }
            replies[i] = CipReply.parse(new WireReader(data, from, offsets[i + 1]));
            if (replies[i].service() != service) {
                throw new MalformedReply(TEXTS.of("wire.neverAsked", "0x%02X".formatted(replies[i].service())));
            }
            from = offsets[i + 1];
        }
        return replies;
    }
}
