package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

/**
 * The opening of a transport class 3 connection to the controller's message router (CIP volume 1, 3-5.5.2), and its end.
 * Immutable, any thread.
 *
 * @param large      whether the connection size has 16 bits rather than 9
 * @param size       the most bytes of a message with its sequence count, in each direction
 * @param incoming   our id of the connection, for what comes from the controller
 * @param serial     number of the connection
 * @param originator number of this client
 */
record ForwardOpen(boolean large, int size, int rpiMillis, long incoming, int serial, long originator, Route route) {
    /** Of the small one. */
    static final int LARGEST_SMALL = 500;
    /** A connection is given up by the controller after so many packet intervals of silence, and this code says so. */
    private static final int TIMEOUT_MULTIPLIER_16 = 2;
    /** Ticks of about a second, and how many of them the opening may take. */
    private static final int TICK_TIME = 0x0A;
    private static final int TICKS = 5;
    /** No vendor id is ParX's own: controllers only tell connections apart by it. */
    private static final int VENDOR = 0xFFFF;
    private static final int POINT_TO_POINT_LOW_VARIABLE = 0x4200;
    private static final int SERVER_APPLICATION_CLASS_3 = 0xA3;

    /** What the controller grants. @param outgoing its id of the connection @param intervalMicros of packets to it */
    record Grant(long outgoing, long intervalMicros) {
    }

    byte[] request() {
        WireWriter out = new WireWriter().u8(TICK_TIME).u8(TICKS).u32(0).u32(incoming).u16(serial).u16(VENDOR).u32(originator)
                .u8(TIMEOUT_MULTIPLIER_16).u8(0).u16(0);
        direction(out);
        direction(out);
        byte[] path = connectionPath();
        out.u8(SERVER_APPLICATION_CLASS_3).u8(path.length / 2).bytes(path);
        return Cip.request(service(), Cip.path(Cip.CONNECTION_MANAGER, 1), out.done());
    }

    int service() {
        return large ? Cip.LARGE_FORWARD_OPEN : Cip.FORWARD_OPEN;
    }

    private void direction(WireWriter out) {
        out.u32(rpiMillis * 1_000L);
        if (large) {
            out.u32((long) POINT_TO_POINT_LOW_VARIABLE << 16 | size);
        } else {
            out.u16(POINT_TO_POINT_LOW_VARIABLE | size);
        }
    }

    private byte[] connectionPath() {
        return new WireWriter().bytes(route.encode()).bytes(Cip.path(Cip.MESSAGE_ROUTER, 1)).done();
    }

    /** Reads a successful reply. */
    Grant grant(byte[] data) throws MalformedReply {
        WireReader in = new WireReader(data);
        long outgoing = in.u32();
        boolean ours = in.u32() == incoming & in.u16() == serial & in.u16() == VENDOR & in.u32() == originator;
        long interval = in.u32();
        in.u32();
        in.skip(in.u8() * 2);
        in.u8();
        in.end();
        if (!ours) {
            throw new MalformedReply(TEXTS.of("wire.otherConnection"));
        }
        return new Grant(outgoing, interval);
    }

    byte[] close() {
        byte[] path = connectionPath();
        byte[] data = new WireWriter().u8(TICK_TIME).u8(TICKS).u16(serial).u16(VENDOR).u32(originator)
                .u8(path.length / 2).u8(0).bytes(path).done();
        return Cip.request(Cip.FORWARD_CLOSE, Cip.path(Cip.CONNECTION_MANAGER, 1), data);
    }
}
