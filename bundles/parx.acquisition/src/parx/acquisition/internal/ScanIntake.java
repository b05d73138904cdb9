package parx.acquisition.internal;

import parx.driver.PollingConnection;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TextSample;

/** Takes what one scan yields, and tells whether the device had a part in it. Owned by one io thread. */
final class ScanIntake implements PollingConnection.PollSink {
    private final Object origin;
    private final SampleBatch batch;
    private final Pipeline pipeline;
    private boolean value;
    private boolean missing;

    ScanIntake(Object origin, SampleBatch batch, Pipeline pipeline) {
        this.origin = origin;
        this.batch = batch;
        this.pipeline = pipeline;
    }

    @Override
    public void sample(int channel, long timeMicros, double rawValue, byte quality) {
        note(quality);
        batch.sample(channel, timeMicros, rawValue, quality);
    }

    @Override
    public void text(TextSample sample) {
        note(sample.qualityCode());
        pipeline.put(new Message.Text(origin, sample));
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
        switch (QualityCode.reason(quality)) {
            case TIMEOUT, COMM_FAILURE, STALE, NOT_YET_READ -> missing = true;
            default -> value |= !QualityCode.isBad(quality);
        }
    }
}
