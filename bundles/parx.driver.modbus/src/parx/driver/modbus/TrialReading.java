package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.model.Reason;
import parx.model.TimeSource;

/** Reads one channel once, for a person. Owned by the calling thread, which is the io thread where the link is one that is polled. */
final class TrialReading {
    /** Units that a device with a network socket commonly answers as. */
    private static final int[] COMMON_UNITS = {1, 255, 0, 2};

    private final LinkSettings settings;
    private final Point point;
    private final TimeSource clock;

    TrialReading(LinkSettings settings, Point point, TimeSource clock) {
        this.settings = settings;
        this.point = point;
        this.clock = clock;
    }

    /** Over a link of its own. */
    Reading take() {
        ModbusConnection connection = new ModbusConnection(settings, clock, false);
        long began = clock.monotonicNanos();
        try {
            connection.open();
            return read(connection.exchange(), connection.transport(), true);
        } catch (DriverException e) {
            return Reading.failed(e.reason(), e.getLocalizedMessage(), (clock.monotonicNanos() - began) / 1_000);
        } finally {
            connection.close();
        }
    }

    /** Over a link that is open and polled; what a silent device may be instead is not tried out on it. */
    Reading over(Exchange exchange, Transport transport) throws DriverException {
        return read(exchange, transport, false);
    }

    private Reading read(Exchange exchange, Transport transport, boolean ownLink) throws DriverException {
        long began = clock.monotonicNanos();
        Request request = exchange.of(request(point.unit()));
        // Not from when it was sent: what a line out of step keeps back is never sent.
        long took = (clock.monotonicNanos() - began) / 1_000;
        return switch (request.outcome) {
            case ANSWERED -> value(Arrays.copyOfRange(transport.buffer(), request.dataAt(),
                    request.replyAt + request.replyLength()), (request.receivedNanos - request.sentNanos) / 1_000);
            case REFUSED -> refused(request.exception, took);
            case GARBLED -> Reading.failed(Reason.COMM_FAILURE, TEXTS.text("test.garbled", point.unit(),
                    transport.name()), took);
            default -> Reading.failed(Reason.TIMEOUT, ownLink ? whoAnswers(transport) : nobody(), took);
        };
    }

    private Request request(int unit) {
        return Request.read(unit, point.table(), point.address(), point.width(), null);
    }

    private Reading refused(int code, long took) {
        Reason reason = ExceptionCode.unitUnreachable(code) ? Reason.TIMEOUT
                : code == ExceptionCode.ILLEGAL_DATA_ADDRESS ? Reason.NO_SUCH_ADDRESS : Reason.DEVICE_ERROR;
        return Reading.failed(reason, TEXTS.text("test.refused", point.describe(), point.unit(),
                ExceptionCode.sentence(code)), took);
    }

    /** Nothing came: whether it is the unit id that is wrong shows when another one is answered. */
    private String whoAnswers(Transport transport) {
        String nobody = nobody();
        if (!transport.concurrent()) {
            return nobody;
        }
        try {
            int asked = 0;
            for (int unit : COMMON_UNITS) {
                if (unit != point.unit()) {
                    transport.send(request(unit));
                    asked++;
                }
            }
            for (; asked > 0; asked--) {
                Request done = transport.receive(() -> true);
                boolean answers = done.outcome == Request.Outcome.ANSWERED || done.outcome == Request.Outcome.REFUSED
                        && !ExceptionCode.unitUnreachable(done.exception);
                if (answers) {
                    return TEXTS.text("test.otherUnit", point.unit(), transport.name(), settings.timeoutMillis(), done.unit);
                }
                if (done.outcome == Request.Outcome.TIMED_OUT) {
                    return nobody;
                }
            }
        } catch (DriverException e) {
            // The link broke while guessing; what counts is that the unit asked for did not answer.
            return nobody;
        }
        return nobody;
    }

    private String nobody() {
        return ModbusConnection.noAnswer(settings, new TreeSet<>(List.of(point.unit()))).local();
    }

    private Reading value(byte[] raw, long took) {
        if (point.isText()) {
            return new Reading(raw, Double.NaN, Optional.of(PointCodec.decodeText(point, raw, 0)), Reason.NONE, "",
                    texts(raw), took);
        }
        double value = PointCodec.decode(point, raw, 0, 0);
        List<String> others = point.type() == DataType.BOOL ? List.of() : numbers(raw);
        if (Double.isFinite(value)) {
            return new Reading(raw, value, Optional.empty(), Reason.NONE, "", others, took);
        }
        return new Reading(raw, Double.NaN, Optional.empty(), Reason.NOT_A_NUMBER, TEXTS.text("test.noNumber",
                point.type().key(), point.order()), others, took);
    }

    private List<String> numbers(byte[] raw) {
        List<String> all = new ArrayList<>();
        // One register has no order of words: two of the four say the same.
        for (WordOrder order : point.type().words() == 1 ? List.of(WordOrder.ABCD, WordOrder.BADC) : List.of(WordOrder.values())) {
            all.add(order + ": " + PointCodec.show(point, order, raw));
        }
        return all;
    }

    private List<String> texts(byte[] raw) {
        Set<String> all = new LinkedHashSet<>();
        for (WordOrder order : List.of(WordOrder.ABCD, WordOrder.BADC)) {
            Point other = new Point(point.unit(), point.table(), point.address(), point.type(), -1, order, point.length());
            all.add(order + ": " + PointCodec.decodeText(other, raw, 0));
        }
        return List.copyOf(all);
    }
}
