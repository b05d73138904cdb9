package parx.acquisition.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import parx.driver.PollingConnection;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TextSample;
import parx.model.TimeSource;

/**
 * Takes what one scan or one wait for notifications yields and hands it to the pipeline, during a long scan in parts; and
 * tells whether the device had a part in it. Owned by one io thread.
 */
final class ScanIntake implements PollingConnection.PollSink {
    /** A value of a scan that takes longer than this does not wait for the end of it. */
    private static final long HAND_OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Object origin;
    private final Supplier<Message.Parcel> parcels;
    private final Pipeline pipeline;
    private final BooleanSupplier wanted;
    private final TimeSource clock;
    private Message.Parcel parcel;
    private long handedOverNanos;
    private boolean cutShort;
    private boolean received;
    private boolean value;
    private boolean missing;

    /** @param parcels yields an empty one, or null where the connection ends @param wanted whether the scan still is */
    ScanIntake(Object origin, Supplier<Message.Parcel> parcels, Pipeline pipeline, BooleanSupplier wanted, TimeSource clock) {
        this.origin = origin;
        this.parcels = parcels;
        this.pipeline = pipeline;
        this.wanted = wanted;
        this.clock = clock;
        parcel = parcels.get();
        handedOverNanos = clock.monotonicNanos();
    }

    /** Whether there is room for what a scan yields; if not, the connection ends. */
    boolean isReady() {
        return parcel != null;
    }

    @Override
    public void sample(int channel, long timeMicros, double rawValue, byte quality) {
        note(quality);
        parcel.batch.sample(channel, timeMicros, rawValue, quality);
    }

    @Override
    public void text(TextSample sample) {
        note(sample.qualityCode());
        pipeline.put(new Message.Text(origin, sample));
    }

    @Override
    public boolean wanted() {
        if (!parcel.batch.isEmpty() && clock.monotonicNanos() - handedOverNanos >= HAND_OVER_NANOS) {
            handOver();
            Message.Parcel next = parcels.get();
            parcel = next != null ? next : Message.Parcel.once(origin, new SampleBatch(1));
            handedOverNanos = clock.monotonicNanos();
        }
        cutShort |= !wanted.getAsBoolean();
        return !cutShort;
    }

    /** After the scan, also one that failed: what it yielded is valid. */
    void handOver() {
        if (parcel.batch.isEmpty() || !pipeline.put(parcel)) {
            parcel.goHome();
        }
    }

    /** Whether the driver was told that the scan is no longer wanted, so that channels may be left out. */
    boolean cutShort() {
        return cutShort;
    }

    /** Whether anything came, of whatever quality. */
    boolean received() {
        return received;
    }

    /** Whether a channel got a value, good or uncertain. */
    boolean delivered() {
        return value;
    }

    /** Whether channels wait for an answer and none got any. A refused address is left out of scans: it proves no answer. */
    boolean silent() {
        return missing && !value;
    }

    private void note(byte quality) {
        received = true;
        switch (QualityCode.reason(quality)) {
            case TIMEOUT, COMM_FAILURE, STALE, NOT_YET_READ -> missing = true;
            default -> value |= !QualityCode.isBad(quality);
        }
    }
}
