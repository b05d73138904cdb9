package parx.driver.ethernetip;

import parx.driver.DriverException;

/**
 * One tag read by itself, as it is written or as a bit of an array of bits, whichever the controller has. Immutable, any
 * thread.
 *
 * @param read  the service that found it, or did not
 * @param reply of the tag as it is written where there is no data
 * @param data  null where the controller does not give it
 */
record TagLookup(TagRead read, boolean asBit, CipReply reply, TagData data) {

    static TagLookup of(Point point, TagReader reader) throws DriverException {
        TagLookup written = of(point, false, reader);
        boolean bit = point.mayBeBitOfArray() && (written.data == null
                ? GeneralStatus.unknown(written.reply.status(), written.reply.extended()) : written.data.isArrayOfBits());
        if (!bit) {
            return written;
        }
        TagLookup asBit = of(point, true, reader);
        return asBit.data != null && asBit.data.isArrayOfBits() ? asBit : written;
    }

    private static TagLookup of(Point point, boolean asBit, TagReader reader) throws DriverException {
        TagRead read = new TagRead(new TagRead.Reader(0, point, asBit));
        CipReply reply = reader.read(read, () -> true);
        return new TagLookup(read, asBit, reply, reply.ok() ? reader.data(reply) : null);
    }
}
