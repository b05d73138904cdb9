package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.function.BooleanSupplier;
import parx.driver.DriverException;
import parx.model.Reason;

/** Message by message, each with its own way to the controller (CIP volume 1, 3-5.5.4). Owned by the io thread. */
final class UnconnectedMessenger implements Messenger {
    /** The unconnected message manager of most devices takes so much with all that is around it. */
    private static final int ROOM = 440;
    private static final int TICK_TIME = 7;
    private static final int TICK_MILLIS = 1 << TICK_TIME;

    private final Encapsulation encapsulation;
    private final LinkSettings settings;

    UnconnectedMessenger(Encapsulation encapsulation, LinkSettings settings) {
        this.encapsulation = encapsulation;
        this.settings = settings;
    }

    @Override
    public int room() {
        return ROOM;
    }

    @Override
    public CipReply ask(byte[] request, BooleanSupplier wanted) throws DriverException {
        int service = request[0] & 0xFF;
        boolean direct = settings.route().isEmpty();
        CipReply reply = send(direct ? request : routed(request), service, direct ? service : Cip.UNCONNECTED_SEND, wanted);
        if (reply != null && !direct && RouteRefusal.isOfRoute(reply)) {
            throw new DriverException(Reason.NO_SUCH_ADDRESS, RouteRefusal.sentence(settings, reply));
        }
        return reply;
    }

    /** To the device that the session is with, and not beyond it. */
    CipReply askDevice(byte[] request, BooleanSupplier wanted) throws DriverException {
        int service = request[0] & 0xFF;
        return send(request, service, service, wanted);
    }

    /** @param orService who passes a message on may answer in its place that this cannot be done */
    private CipReply send(byte[] request, int service, int orService, BooleanSupplier wanted) throws DriverException {
        byte[] message = encapsulation.ask(Encapsulation.SEND_RR_DATA, CommonPacket.unconnected(request, 0), data -> {
            byte[] inner = CommonPacket.unconnected(data);
            CipReply reply = CipReply.parse(inner);
            return !reply.ok() && reply.service() == orService ? inner : ofService(service, inner);
        }, wanted);
        return message == null ? null : parsed(message);
    }

    private byte[] routed(byte[] request) {
        byte[] route = settings.route().encode();
        // Shorter than the wait for the answer, so that who passes it on can say that nobody answers there.
        int ticks = Math.max(1, Math.min(255, settings.timeoutMillis() * 3 / 4 / TICK_MILLIS));
        byte[] data = new WireWriter().u8(TICK_TIME).u8(ticks).u16(request.length).bytes(request).pad()
                .u8(route.length / 2).u8(0).bytes(route).done();
        return Cip.request(Cip.UNCONNECTED_SEND, Cip.path(Cip.CONNECTION_MANAGER, 1), data);
    }

    /** The message, where it is a reply of this service. */
    static byte[] ofService(int service, byte[] message) throws MalformedReply {
        CipReply reply = CipReply.parse(message);
        if (reply.service() != service) {
            throw new MalformedReply(TEXTS.of("wire.neverAsked", "0x%02X".formatted(reply.service())));
        }
        return message;
    }

    static CipReply parsed(byte[] message) {
        try {
            return CipReply.parse(message);
        } catch (MalformedReply e) {
            throw new IllegalStateException("was checked when it came", e);
        }
    }
}
