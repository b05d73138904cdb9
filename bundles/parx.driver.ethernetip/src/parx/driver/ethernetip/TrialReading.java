package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.List;
import java.util.Optional;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/** Reads one channel once, for a person. Owned by the calling thread. */
final class TrialReading {
    private TrialReading() {
    }

    /** Over a link of its own. */
    static Reading take(LinkSettings settings, Settings config, TimeSource clock) {
        EthernetIpConnection connection = new EthernetIpConnection(settings, clock);
        long began = clock.monotonicNanos();
        try {
            connection.open();
            return connection.test(config);
        } catch (DriverException e) {
            return Reading.failed(e.reason(), e.getLocalizedMessage(), (clock.monotonicNanos() - began) / 1_000);
        } finally {
            connection.close();
        }
    }

    /** Over a link that is open. */
    static Reading over(CipSession session, TagReader reader, Settings config, TimeSource clock) throws DriverException {
        Point point;
        try {
            point = Point.of(config);
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        }
        long began = clock.monotonicNanos();
        TagLookup found = TagLookup.of(point, reader);
        long took = (clock.monotonicNanos() - began) / 1_000;
        if (found.data() == null) {
            CipReply reply = found.reply();
            return Reading.failed(GeneralStatus.reason(reply.status(), reply.extended()), TEXTS.text("tag.refused", point.describe(),
                    session.name(), GeneralStatus.sentence(reply.status(), reply.extended())), took);
        }
        TagData data = found.data();
        TagValue value = TagValue.of(point, point.bit(found.asBit()), data);
        if (value.reason() != Reason.NONE) {
            return new Reading(data.bytes(), Double.NaN, Optional.empty(), value.reason(), value.why().get().local(), List.of(), took);
        }
        return new Reading(data.bytes(), value.number(), Optional.ofNullable(value.text()), Reason.NONE, "",
                List.of(asType(point, found, value)), took);
    }

    /** What the channel's data type would be, with the value. */
    private static String asType(Point point, TagLookup found, TagValue value) {
        if (value.text() != null) {
            return "STRING: ‘" + value.text() + "’";
        }
        boolean bit = point.bit(found.asBit()) >= 0;
        double number = value.number();
        String shown = number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
        return (bit ? DataType.BOOL.name() : point.declared() != null ? point.declared().name() : found.data().typeName().local()) + ": " + shown;
    }
}
