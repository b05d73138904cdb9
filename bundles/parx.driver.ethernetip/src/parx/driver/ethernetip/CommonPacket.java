package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

/**
 * The common packet format (CIP volume 2, 2-6) of a message with an address and a data item. Replies are read by the item
 * list's own lengths. Pure functions, any thread.
 */
final class CommonPacket {
    static final int NULL_ADDRESS = 0x0000;
    static final int IDENTITY = 0x000C;
    static final int CONNECTED_ADDRESS = 0x00A1;
    static final int CONNECTED_DATA = 0x00B1;
    static final int UNCONNECTED_DATA = 0x00B2;
    private static final int MOST_ITEMS = 8;

    private CommonPacket() {
    }

    /** The data of SendRRData: one unconnected message. */
    static byte[] unconnected(byte[] message, int timeoutSeconds) {
        return new WireWriter().u32(0).u16(timeoutSeconds).u16(2)
                .u16(NULL_ADDRESS).u16(0)
                .u16(UNCONNECTED_DATA).u16(message.length).bytes(message).done();
    }

    /** The data of SendUnitData: one message of a connection, with its sequence count. */
    static byte[] connected(long connection, int sequence, byte[] message) {
        return new WireWriter().u32(0).u16(0).u16(2)
                .u16(CONNECTED_ADDRESS).u16(4).u32(connection)
                .u16(CONNECTED_DATA).u16(2 + message.length).u16(sequence).bytes(message).done();
    }

    /** The message of a reply to SendRRData. */
    static byte[] unconnected(byte[] data) throws MalformedReply {
        WireReader in = begin(data);
        Items items = Items.read(in);
        return items.required(UNCONNECTED_DATA);
    }

    /** The message of a reply to SendUnitData, which must be of this connection and this sequence count. */
    static byte[] connected(byte[] data, long connection, int sequence) throws MalformedReply {
        WireReader in = begin(data);
        Items items = Items.read(in);
        WireReader address = new WireReader(items.required(CONNECTED_ADDRESS));
        long of = address.u32();
        address.end();
        WireReader message = new WireReader(items.required(CONNECTED_DATA));
        int number = message.u16();
        if (of != connection || number != sequence) {
            throw new MalformedReply(TEXTS.of("wire.neverAsked", "connection 0x%08X, sequence %d".formatted(of, number)));
        }
        return message.rest();
    }

    private static WireReader begin(byte[] data) throws MalformedReply {
        WireReader in = new WireReader(data);
        if (in.u32() != 0) {
            throw new MalformedReply(TEXTS.of("wire.notCip"));
        }
        in.u16(); // The time-out, which has no meaning in a reply.
        return in;
    }

    /** The items of one packet, by their type ids. One thread. */
    record Items(int[] types, byte[][] data) {
        static Items read(WireReader in) throws MalformedReply {
            int count = in.u16();
            if (count > MOST_ITEMS) {
                throw new MalformedReply(TEXTS.of("wire.items", count));
            }
            Items items = new Items(new int[count], new byte[count][]);
            for (int i = 0; i < count; i++) {
                items.types[i] = in.u16();
                items.data[i] = in.bytes(in.u16());
            }
            in.end();
            return items;
        }

        /** The one item of this type. */
        byte[] required(int type) throws MalformedReply {
            byte[] found = null;
            for (int i = 0; i < types.length; i++) {
                if (types[i] == type) {
                    if (found != null) {
                        throw new MalformedReply(TEXTS.of("wire.twice", "0x%04X".formatted(type)));
                    }
                    found = data[i];
                }
            }
            if (found == null) {
                throw new MalformedReply(TEXTS.of("wire.without", "0x%04X".formatted(type)));
            }
            return found;
        }
    }
}
