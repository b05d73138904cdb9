package parx.driver;

import java.util.HashMap;
import java.util.Map;
import parx.driver.PollingConnection.PollSink;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.TextSample;

/** What one scan handed over, by channel; refuses a channel that comes twice. */
public class Collected implements PollSink {
    public final Map<Integer, Double> values = new HashMap<>();
    public final Map<Integer, Reason> reasons = new HashMap<>();
    public final Map<Integer, String> texts = new HashMap<>();

    @Override
    public void sample(int channel, long timeMicros, double value, byte quality) {
        if (reasons.put(channel, QualityCode.reason(quality)) != null) {
            throw new AssertionError("channel " + channel + " came twice");
        }
        values.put(channel, value);
    }

    @Override
    public void text(TextSample sample) {
        sample(sample.channel(), sample.timeMicros(), Double.NaN, sample.qualityCode());
        texts.put(sample.channel(), sample.text());
    }
}
