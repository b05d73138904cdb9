package parx.driver.opcua;

import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import parx.driver.ChannelSink;
import parx.driver.SubscribingConnection.Item;
import parx.driver.opcua.ValueCodec.Decoded;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TextSample;

/**
 * One channel of a session, and what was last handed over of it. Owned by the io thread; the library's thread reads what
 * is final.
 */
final class Point {
    /** Two values that a coarse clock gives the same time keep their order, a microsecond apart. */
    private static final long COARSE_MICROS = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;

    final Item item;
    final NodeAddress address;
    final boolean polled;
    private final long quietNanos;
    NodeId node;
    OpcUaMonitoredItem monitored;
    /** Why there is no value; empty while all is well. */
    Sentence problem = Sentence.NONE;
    /** The server knows no such node: to be asked for again at {@link #retryNanos}. */
    boolean refused;
    long retryNanos;
    /** When a polled one is to be read next. */
    long dueNanos;

    /** Values of it were lost here; set by the library's thread. */
    volatile boolean hasGap;

    private boolean handed;
    private long handedNanos;
    private long time;
    private double value;
    private String text;
    private byte quality;

    Point(Item item, NodeAddress address, boolean polled, long quietMillis) {
        this.item = item;
        this.address = address;
        this.polled = polled;
        quietNanos = TimeUnit.MILLISECONDS.toNanos(quietMillis);
    }

    /**
     * Hands a value over.
     *
     * @param sourceTime as the settings want it
     * @param knownSince the value of a new subscription may be of any age, and ParX knows of it only since then
     * @param overflow   whether values before it were lost in the server
     */
    void take(ChannelSink sink, long sourceTime, long knownSince, Decoded decoded, boolean overflow, long nowNanos) {
        problem = decoded.problem();
        long at = handed ? ascending(sourceTime) : Math.max(sourceTime, knownSince);
        boolean gap = overflow | hasGap;
        hasGap = false;
        if (gap) {
            give(sink, at, Double.NaN, null, QualityCode.of(Reason.OVERRUN));
            at++;
        } else {
            holdUntilJustBefore(sink, at);
        }
        value = decoded.value();
        quality = decoded.quality();
        text = text != null && QualityCode.isBad(quality) ? "" : decoded.text();
        give(sink, at, value, text, quality);
        handedNanos = nowNanos;
    }

    /** A value that was read holds now, however long ago the server got it. */
    void takeRead(ChannelSink sink, long sourceTime, long readTime, Decoded decoded, long nowNanos) {
        boolean newer = handed && sourceTime > time;
        take(sink, newer ? sourceTime : readTime, readTime, decoded, false, nowNanos);
    }

    /** Nothing came because nothing changed, up to this time: the value that stands still is handed over again. */
    void stillHolds(ChannelSink sink, long until, long nowNanos) {
        if (isHeld() && nowNanos - handedNanos >= quietNanos && until > time) {
            give(sink, until, value, text, quality);
            handedNanos = nowNanos;
        }
    }

    /** There is no value any more, or not yet. */
    void bad(ChannelSink sink, long now, Reason reason, Sentence why) {
        problem = why;
        value = Double.NaN;
        quality = QualityCode.of(reason);
        give(sink, handed ? ascending(now) : now, value, text == null ? null : "", quality);
    }

    private boolean isHeld() {
        return handed && !QualityCode.isBad(quality);
    }

    /** A value that stood still and then jumped did not creep there: the line leads level to the sample before. */
    private void holdUntilJustBefore(ChannelSink sink, long at) {
        long before = at - item.periodMillis() * MICROS_PER_MILLI;
        if (isHeld() && text == null && before > time + item.periodMillis() * MICROS_PER_MILLI / 2) {
            give(sink, before, value, null, quality);
        }
    }

    private long ascending(long wanted) {
        return wanted <= time && time - wanted < COARSE_MICROS ? time + 1 : wanted;
    }

    private void give(ChannelSink sink, long at, double number, String words, byte code) {
        handed = true;
        time = at;
        if (words != null) {
            sink.text(new TextSample(item.channel(), at, words, code));
        } else {
            sink.sample(item.channel(), at, number, code);
        }
    }
}
