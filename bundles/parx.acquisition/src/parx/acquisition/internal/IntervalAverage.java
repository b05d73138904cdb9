package parx.acquisition.internal;

import parx.model.QualityCode;

/**
 * The average of each interval's samples that are not BAD, with the worst of their qualities, at the interval's last
 * microsecond, or, where the interval was cut short, a microsecond before its last sample: times that samples, which
 * other rules may store, do not have. Pipeline thread.
 */
final class IntervalAverage extends IntervalSummary {
    private double sum;
    private long count;
    private byte worst;

    IntervalAverage(ActiveRule rule, long intervalMicros) {
        super(rule, intervalMicros);
    }

    @Override
    void first(long timeMicros, double value, byte quality) {
        sum = value;
        count = 1;
        worst = quality;
    }

    @Override
    void add(long timeMicros, double value, byte quality) {
        sum += value;
        count++;
        if (QualityCode.quality(quality).compareTo(QualityCode.quality(worst)) > 0) {
            worst = quality;
        }
    }

    @Override
    void tell(SampleLine line, long endMicros, boolean cut) {
        long atCut = count == 1 ? line.time : line.time - 1;
        line.late(this, cut ? atCut : endMicros - 1, sum / count, worst);
    }
}
