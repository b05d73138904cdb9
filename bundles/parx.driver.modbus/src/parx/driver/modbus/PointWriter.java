package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Arrays;
import java.util.Set;
import parx.driver.DriverException;
import parx.driver.PollingConnection.PollItem;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.SettingsException;

/**
 * Writes one value and reads it back. A write that gets no answer is never sent again by itself, because a device may
 * act on every one that arrives; reading back tells whether it did. Owned by the io thread.
 */
final class PointWriter {
    private final LinkSettings settings;
    private final Transport transport;
    private final Exchange exchange;

    PointWriter(LinkSettings settings, Transport transport, Exchange exchange) {
        this.settings = settings;
        this.transport = transport;
        this.exchange = exchange;
    }

    void write(PollItem item, Object value) throws DriverException {
        Point point = point(item);
        if (!point.table().writable()) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("write.readOnly",
                    point.table().label(), point.table().notation(point.address())));
        }
        byte[] wanted = point.table().bits() ? new byte[] {(byte) (bit(point, value) ? 1 : 0)} : encoded(point, value);
        byte[] actual = point.table().bits() ? writeCoil(point, wanted[0] != 0)
                : point.bit() >= 0 ? writeBit(point, bit(point, value)) : writeRegisters(point, wanted);
        boolean taken = point.bit() >= 0 ? PointCodec.decode(point, actual, 0, 0) == (bit(point, value) ? 1 : 0)
                : Arrays.equals(wanted, actual);
        if (!taken) {
            String now = point.isText() ? PointCodec.decodeText(point, actual, 0) : String.valueOf(PointCodec.decode(point, actual, 0, 0));
            throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("write.other", point.describe(), now));
        }
    }

    private static byte[] encoded(Point point, Object value) throws DriverException {
        return point.bit() >= 0 ? new byte[2] : PointCodec.encode(point, value);
    }

    private byte[] writeCoil(Point point, boolean on) throws DriverException {
        Request single = Request.writeCoil(point.unit(), point.address(), on);
        if (!writes(point, single)) {
            demand(point, exchange.of(Request.writeCoils(point.unit(), point.address(), 1, new byte[] {(byte) (on ? 1 : 0)})));
        }
        return new byte[] {(byte) (readBack(point)[0] & 1)};
    }

    private byte[] writeRegisters(Point point, byte[] registers) throws DriverException {
        if (settings.readBackBy23()) {
            Request both = exchange.of(Request.writeAndReadRegisters(point.unit(), point.address(), registers));
            if (both.outcome == Request.Outcome.ANSWERED) {
                return data(both, registers.length);
            }
            if (both.outcome != Request.Outcome.REFUSED || both.exception != ExceptionCode.ILLEGAL_FUNCTION) {
                demand(point, both);
            }
        }
        boolean done = registers.length == 2 && writes(point, Request.writeRegister(point.unit(), point.address(), registers));
        if (!done) {
            demand(point, exchange.of(Request.writeRegisters(point.unit(), point.address(), registers)));
        }
        return readBack(point);
    }

    /** Changes one bit and leaves the others to whoever owns them: by mask, else by reading and writing the register. */
    private byte[] writeBit(Point point, boolean on) throws DriverException {
        int bit = point.order().bytesSwapped() ? point.bit() ^ 8 : point.bit();
        int mask = 1 << bit;
        if (!writes(point, Request.maskRegister(point.unit(), point.address(), ~mask & 0xFFFF, on ? mask : 0))) {
            byte[] register = readBack(point);
            int at = bit >= 8 ? 0 : 1;
            int inByte = 1 << (bit & 7);
            register[at] = (byte) (on ? register[at] | inByte : register[at] & ~inByte);
            if (!writes(point, Request.writeRegister(point.unit(), point.address(), register))) {
                demand(point, exchange.of(Request.writeRegisters(point.unit(), point.address(), register)));
            }
        }
        return readBack(point);
    }

    /** @return false where the device does not know the function, so that another one may do */
    private boolean writes(Point point, Request request) throws DriverException {
        Request done = exchange.of(request);
        if (done.outcome == Request.Outcome.REFUSED && done.exception == ExceptionCode.ILLEGAL_FUNCTION) {
            return false;
        }
        demand(point, done);
        return true;
    }

    /** A write without an answer may have arrived: what is read back decides. */
    private void demand(Point point, Request done) throws DriverException {
        if (done.outcome == Request.Outcome.REFUSED) {
            boolean unreachable = ExceptionCode.unitUnreachable(done.exception);
            throw new DriverException(unreachable ? Reason.TIMEOUT : done.exception == ExceptionCode.ILLEGAL_DATA_ADDRESS
                    ? Reason.NO_SUCH_ADDRESS : Reason.DEVICE_ERROR, TEXTS.of("write.refused", point.describe(),
                            ExceptionCode.sentence(done.exception)));
        }
    }

    private byte[] readBack(Point point) throws DriverException {
        Request read = null;
        for (int tries = 0; tries <= settings.retries(); tries++) {
            read = exchange.of(Request.read(point.unit(), point.table(), point.address(), point.width(), null));
            if (read.outcome == Request.Outcome.ANSWERED) {
                return data(read, point.table().bits() ? 1 : point.width() * 2);
            }
            if (read.outcome == Request.Outcome.REFUSED && !ExceptionCode.passing(read.exception)) {
                throw new DriverException(Reason.DEVICE_ERROR, TEXTS.of("write.unread", point.describe(),
                        ExceptionCode.sentence(read.exception)));
            }
        }
        throw new DriverException(Reason.TIMEOUT, TEXTS.of("write.unknown", point.describe(),
                ModbusConnection.noAnswer(settings, Set.of(point.unit()))));
    }

    private byte[] data(Request read, int length) {
        return Arrays.copyOfRange(transport.buffer(), read.dataAt(), read.dataAt() + length);
    }

    private static Point point(PollItem item) throws DriverException {
        try {
            return Point.of(item.config());
        } catch (SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(e), e);
        }
    }

    private static boolean bit(Point point, Object value) throws DriverException {
        if (value instanceof Boolean flag) {
            return flag;
        }
        double number = PointCodec.number(point, value);
        if (number != 0 && number != 1) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("write.nothing", point.describe(), TEXTS.of("write.bool")));
        }
        return number != 0;
    }
}
