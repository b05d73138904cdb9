package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import parx.driver.DriverException;
import parx.model.Reason;

/** Who a device says it is (CIP volume 2, 2-4.2.3). Immutable, any thread. @param product its name @param revision "32.11" */
record DeviceIdentity(int vendor, int deviceType, int productCode, String revision, long serial, String product) {
    private static final int SOCKET_ADDRESS = 16;

    static DeviceIdentity ask(Encapsulation encapsulation) throws DriverException {
        byte[] data = encapsulation.ask(Encapsulation.LIST_IDENTITY, new byte[0], all -> {
            of(all);
            return all;
        }, () -> true);
        try {
            return of(data);
        } catch (MalformedReply e) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", encapsulation.name(), e.what()), e);
        }
    }

    /** @param data of a ListIdentity reply */
    static DeviceIdentity of(byte[] data) throws MalformedReply {
        WireReader in = new WireReader(CommonPacket.Items.read(new WireReader(data)).required(CommonPacket.IDENTITY));
        in.u16();
        in.skip(SOCKET_ADDRESS);
        int vendor = in.u16();
        int deviceType = in.u16();
        int productCode = in.u16();
        String revision = in.u8() + "." + in.u8();
        in.u16();
        long serial = in.u32();
        String product = in.text(in.u8());
        in.u8();
        in.end();
        return new DeviceIdentity(vendor, deviceType, productCode, revision, serial, product);
    }
}
