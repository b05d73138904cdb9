package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.driver.opcua.ValueCodec.Decoded;
import parx.model.QualityCode;
import parx.model.Reason;

/** Reads one value once, for a person: with its type, status and times. One thread. */
final class TrialReading {
    private final Session session;
    private final Namespaces namespaces;
    private final ServerClock serverClock;

    TrialReading(Session session, Namespaces namespaces, ServerClock serverClock) {
        this.session = session;
        this.namespaces = namespaces;
        this.serverClock = serverClock;
    }

    /** @throws DriverException if the link is lost */
    Reading take(NodeAddress address) throws DriverException {
        Optional<NodeId> node = namespaces.nodeId(address);
        if (node.isEmpty()) {
            return Reading.failed(Reason.NO_SUCH_ADDRESS, TEXTS.text("refused.namespace", address.describe()), 0);
        }
        long began = System.nanoTime();
        DataValue[] values = session.await(session.client().readAsync(0, TimestampsToReturn.Both,
                List.of(ItemGroup.readValue(node.get(), address)))).getResults();
        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        DataValue data = values != null && values.length == 1 ? values[0] : new DataValue(StatusCodes.Bad_NoData);
        Decoded decoded = ValueCodec.decode(data, address);
        Reason reason = QualityCode.isBad(decoded.quality()) ? QualityCode.reason(decoded.quality()) : Reason.NONE;
        return new Reading(new byte[0], decoded.value(), Optional.ofNullable(decoded.text()), reason,
                reason == Reason.NONE ? "" : decoded.problem().local(), List.of(), took, details(data));
    }

    private List<String> details(DataValue data) {
        List<String> lines = new ArrayList<>();
        lines.add(TEXTS.text("test.type", ValueCodec.typeName(data.value())));
        lines.add(TEXTS.text("test.status", StatusWords.name(data.statusCode() == null ? StatusCode.GOOD : data.statusCode())));
        lines.add(TEXTS.text("test.times", time(data.sourceTime()), time(data.serverTime())));
        long offset = TimeUnit.MICROSECONDS.toMillis(serverClock.offsetMicros());
        lines.add(TEXTS.text(offset < 0 ? "test.behind" : "test.ahead", Math.abs(offset)));
        return lines;
    }

    private static String time(DateTime time) {
        if (time == null || time.utcTime() <= 0) {
            return "–";
        }
        long micros = ServerClock.micros(time);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L).toString();
    }
}
