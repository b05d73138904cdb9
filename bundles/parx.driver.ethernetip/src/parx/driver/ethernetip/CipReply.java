package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

/**
 * The reply of a CIP object to one request (CIP volume 1, 2-4.2). Immutable by convention, any thread.
 *
 * @param service  of the request, without the reply's bit
 * @param status   general status; 0 for success
 * @param extended first word of the additional status, 0 where there is none
 * @param data     what the service returns
 */
record CipReply(int service, int status, int extended, byte[] data) {
    private static final int REPLY = 0x80;

    static CipReply parse(byte[] message) throws MalformedReply {
        return parse(new WireReader(message));
    }

    /** Takes all that is left of the reader. */
    static CipReply parse(WireReader in) throws MalformedReply {
        int service = in.u8();
        int reserved = in.u8();
        if ((service & REPLY) == 0 || reserved != 0) {
            throw new MalformedReply(TEXTS.of("wire.noReply", "0x%02X 0x%02X".formatted(service, reserved)));
        }
        int status = in.u8();
        int words = in.u8();
        int extended = words > 0 ? in.u16() : 0;
        in.skip(Math.max(0, words - 1) * 2);
        return new CipReply(service & ~REPLY, status, extended, in.rest());
    }

    boolean ok() {
        return status == GeneralStatus.SUCCESS;
    }
}
