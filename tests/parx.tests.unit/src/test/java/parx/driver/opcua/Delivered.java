package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import parx.driver.ChannelSink;
import parx.driver.DriverException;
import parx.driver.SubscribingConnection;
import parx.driver.SubscribingConnection.Item;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Settings;
import parx.model.TextSample;

/** What a connection delivers, kept in its order, on the test's own thread. */
final class Delivered implements ChannelSink {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(180);

    final SubscribingConnection connection;
    final List<Sample> samples = new ArrayList<>();
    final List<TextSample> texts = new ArrayList<>();

    Delivered(SubscribingConnection connection) {
        this.connection = connection;
    }

    /** Channels 0, 1, … @param periodMillis of all of them */
    Delivered subscribe(long periodMillis, Settings... channels) throws DriverException {
        List<Item> items = new ArrayList<>();
        for (Settings channel : channels) {
            items.add(new Item(items.size(), channel, periodMillis));
        }
        connection.subscribe(items, this);
        return this;
    }

    @Override
    public void sample(int channel, long timeMicros, double value, byte quality) {
        samples.add(new Sample(channel, timeMicros, value, quality));
    }

    @Override
    public void text(TextSample sample) {
        texts.add(sample);
    }

    /** Receives until it is so. */
    Delivered until(String what, BooleanSupplier condition) throws DriverException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("not within three minutes: " + what + "; samples " + samples + ", texts " + texts);
            }
            connection.receive(this, TimeUnit.MILLISECONDS.toNanos(50));
        }
        return this;
    }

    Delivered untilValue(int channel, double value) throws DriverException {
        return until(value + " of " + channel, () -> !of(channel).isEmpty() && of(channel).getLast().value() == value);
    }

    Delivered untilReason(int channel, Reason reason) throws DriverException {
        return until(reason + " of " + channel, () -> !of(channel).isEmpty() && reason(of(channel).getLast()) == reason);
    }

    List<Sample> of(int channel) {
        return samples.stream().filter(sample -> sample.channel() == channel).toList();
    }

    static Reason reason(Sample sample) {
        return QualityCode.reason(sample.qualityCode());
    }
}
