package parx.driver.ethernetip;

import java.util.function.BooleanSupplier;
import parx.driver.DriverException;

/** Over a transport class 3 connection: each packet has a sequence count, which its reply repeats. Owned by the io thread. */
final class ConnectedMessenger implements Messenger {
    private static final int SEQUENCE_COUNT = 2;

    private final Encapsulation encapsulation;
    private final ForwardOpen opened;
    private final ForwardOpen.Grant grant;
    private int sequence;

    /** @param firstSequence any, best another one for each connection */
    ConnectedMessenger(Encapsulation encapsulation, ForwardOpen opened, ForwardOpen.Grant grant, int firstSequence) {
        this.encapsulation = encapsulation;
        this.opened = opened;
        this.grant = grant;
        this.sequence = firstSequence & 0xFFFF;
    }

    @Override
    public int room() {
        return opened.size() - SEQUENCE_COUNT;
    }

    @Override
    public CipReply ask(byte[] request, BooleanSupplier wanted) throws DriverException {
        sequence = sequence + 1 & 0xFFFF;
        int asked = sequence;
        int service = request[0] & 0xFF;
        byte[] message = encapsulation.ask(Encapsulation.SEND_UNIT_DATA, CommonPacket.connected(grant.outgoing(), asked, request),
                data -> UnconnectedMessenger.ofService(service, CommonPacket.connected(data, opened.incoming(), asked)), wanted);
        return message == null ? null : UnconnectedMessenger.parsed(message);
    }
}
