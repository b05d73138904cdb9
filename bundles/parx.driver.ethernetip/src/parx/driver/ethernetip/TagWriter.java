package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import parx.driver.DriverException;
import parx.driver.PollingConnection.PollItem;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.SettingsException;

/**
 * Writes one value and reads it back. The controller says the tag's type first, so that no value is written as another
 * type than the tag has; a write that gets no answer is never sent again by itself. Owned by the io thread.
 */
final class TagWriter {
    private static final int ONE_ELEMENT = 1;

    private final CipSession session;
    private final TagReader reader;

    TagWriter(CipSession session, TagReader reader) {
        this.session = session;
        this.reader = reader;
    }

    void write(PollItem item, Object value) throws DriverException {
        Point point = point(item);
        TagLookup found = TagLookup.of(point, reader);
        if (found.data() == null) {
            throw refused(point, found.reply());
        }
        int bit = point.bit(found.asBit());
        TagValue before = TagValue.of(point, bit, found.data());
        if (before.reason() != Reason.NONE && before.reason() != Reason.NOT_A_NUMBER) {
            throw new DriverException(before.reason(), TEXTS.of("write.nothing", point.describe(), before.why().get()));
        }
        TagEncoder encoder = new TagEncoder(point);
        if (before.text() != null) {
            byte[] text = encoder.text(found.data(), value);
            demand(point, writeWhole(found, text));
            verify(point, found, bit, data -> data.text().equals(new TagData(data.code(), data.handle(), text).text()));
        } else if (bit >= 0) {
            boolean on = encoder.bit(value);
            writeBit(point, found, bit, on);
            verify(point, found, bit, data -> TagValue.of(point, bit, data).number() == (on ? 1 : 0));
        } else {
            DataType type = found.data().type().orElseThrow();
            long bits = encoder.bits(point.declared() == null ? type : point.declared(), value);
            demand(point, writeWhole(found, new WireWriter().little(bits, type.size()).done()));
            verify(point, found, bit, data -> same(type, data, bits));
        }
    }

    private static boolean same(DataType type, TagData data, long bits) {
        long mask = type.size() == Long.BYTES ? -1 : (1L << 8 * type.size()) - 1;
        return data.bits(type).map(now -> type == DataType.BOOL ? now != 0 == (bits != 0) : (now & mask) == (bits & mask)).orElse(false);
    }

    private CipReply writeWhole(TagLookup found, byte[] value) throws DriverException {
        TagData data = found.data();
        WireWriter out = new WireWriter().u16(data.code());
        if (data.code() == TagData.STRUCTURE) {
            out.u16(data.handle());
        }
        return session.ask(Cip.WRITE_TAG, found.read().path, out.u16(ONE_ELEMENT).bytes(value).done());
    }

    /** Changes one bit and leaves the others to whoever owns them: by mask, else by writing the whole integer. */
    private void writeBit(Point point, TagLookup found, int bit, boolean on) throws DriverException {
        DataType type = found.data().type().orElseThrow();
        long mask = 1L << bit;
        CipReply reply = session.ask(Cip.READ_MODIFY_WRITE_TAG, found.read().path, new WireWriter().u16(type.size())
                .little(on ? mask : 0, type.size()).little(on ? -1 : ~mask, type.size()).done());
        if (reply.status() == GeneralStatus.SERVICE_NOT_SUPPORTED) {
            long word = found.data().bits(type).orElseThrow();
            reply = writeWhole(found, new WireWriter().little(on ? word | mask : word & ~mask, type.size()).done());
        }
        demand(point, reply);
    }

    /** What a value that was read back must be. */
    private interface Check {
        boolean holds(TagData data);
    }

    private void verify(Point point, TagLookup found, int bit, Check check) throws DriverException {
        CipReply reply = reader.read(found.read(), () -> true);
        if (!reply.ok()) {
            throw new DriverException(GeneralStatus.reason(reply.status(), reply.extended()), TEXTS.of("write.unread",
                    point.describe(), GeneralStatus.sentence(reply.status(), reply.extended())));
        }
        TagData data = reader.data(reply);
        if (!check.holds(data)) {
            TagValue now = TagValue.of(point, bit, data);
            throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("write.other", point.describe(),
                    now.text() != null ? now.text() : now.number()));
        }
    }

    private void demand(Point point, CipReply reply) throws DriverException {
        if (!reply.ok()) {
            throw refused(point, reply);
        }
    }

    private DriverException refused(Point point, CipReply reply) {
        return new DriverException(GeneralStatus.reason(reply.status(), reply.extended()), TEXTS.of("write.refused",
                point.describe(), session.name(), GeneralStatus.sentence(reply.status(), reply.extended())));
    }

    private static Point point(PollItem item) throws DriverException {
        try {
            return Point.of(item.config());
        } catch (SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(e), e);
        }
    }
}
