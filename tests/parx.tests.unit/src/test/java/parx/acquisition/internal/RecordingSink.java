package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.service.HistorySink;

/** Remembers what was to be stored. Thread-safe. */
final class RecordingSink implements HistorySink {
    private final List<Sample> rows = new ArrayList<>();

    @Override
    public synchronized void store(SampleBatch batch) {
        for (int row = 0; row < batch.length(); row++) {
            rows.add(batch.get(row));
        }
    }

    @Override
    public boolean flush(Duration limit) {
        return true;
    }

    @Override
    public HistoryStatus status() {
        return new HistoryStatus(0, 0, 0, 0, 0, "");
    }

    synchronized List<Sample> of(int handle) {
        return rows.stream().filter(sample -> sample.channel() == handle).toList();
    }

    List<Double> good(int handle) {
        return of(handle).stream().filter(s -> !QualityCode.isBad(s.qualityCode())).map(Sample::value).toList();
    }

    List<Sample> bad(int handle) {
        return of(handle).stream().filter(s -> QualityCode.isBad(s.qualityCode())).toList();
    }
}
