package parx.driver.ethernetip;

/** Services, classes and paths of CIP objects that the driver uses. Constants and pure functions, any thread. */
final class Cip {
    static final int GET_ATTRIBUTE_LIST = 0x03;
    static final int MULTIPLE_SERVICE_PACKET = 0x0A;
    static final int GET_ATTRIBUTE_SINGLE = 0x0E;
    static final int READ_TAG = 0x4C;
    static final int WRITE_TAG = 0x4D;
    static final int READ_MODIFY_WRITE_TAG = 0x4E;
    static final int FORWARD_CLOSE = 0x4E;
    static final int READ_TAG_FRAGMENTED = 0x52;
    static final int UNCONNECTED_SEND = 0x52;
    static final int FORWARD_OPEN = 0x54;
    static final int GET_INSTANCE_ATTRIBUTE_LIST = 0x55;
    static final int LARGE_FORWARD_OPEN = 0x5B;

    static final int IDENTITY = 0x01;
    static final int MESSAGE_ROUTER = 0x02;
    static final int CONNECTION_MANAGER = 0x06;
    static final int SYMBOL = 0x6B;
    static final int TEMPLATE = 0x6C;

    private static final int CLASS_8 = 0x20;
    private static final int INSTANCE_8 = 0x24;
    private static final int INSTANCE_16 = 0x25;
    private static final int INSTANCE_32 = 0x26;
    private static final int ATTRIBUTE_8 = 0x30;

    private Cip() {
    }

    /** To an object's instance of one byte. */
    static byte[] path(int objectClass, int instance) {
        return new WireWriter().u8(CLASS_8).u8(objectClass).u8(INSTANCE_8).u8(instance).done();
    }

    /** To an object's instance that may have any number. */
    static byte[] widePath(int objectClass, long instance) {
        WireWriter out = new WireWriter().u8(CLASS_8).u8(objectClass);
        return (instance <= 0xFFFF ? out.u8(INSTANCE_16).u8(0).u16((int) instance) : out.u8(INSTANCE_32).u8(0).u32(instance)).done();
    }

    /** To an attribute of an object's instance. */
    static byte[] path(int objectClass, int instance, int attribute) {
        return new WireWriter().bytes(path(objectClass, instance)).u8(ATTRIBUTE_8).u8(attribute).done();
    }

    /** A request to the message router: service, path, and what the service takes. */
    static byte[] request(int service, byte[] path, byte[] data) {
        return new WireWriter().u8(service).u8(path.length / 2).bytes(path).bytes(data).done();
    }
}
