package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.service.HistorySink.HistoryStatus;
import parx.service.RuleStore;
import parx.service.RuleStores;

/** Stores of rules that remember what they got, and to which recording it belonged. Thread-safe. */
final class RecordingStores implements RuleStores {
    private final Map<String, Store> stores = new ConcurrentHashMap<>();

    @Override
    public RuleStore open(StorageRule rule) {
        if (rule.config().has("refuse")) {
            throw new SettingsException("refuse", rule.config().text("refuse", ""));
        }
        return stores.compute(rule.id(), (id, before) -> {
            Store opened = new Store();
            if (before != null) {
                opened.rows.addAll(before.rows);
                opened.reopened = before.closed ? before.reopened + 1 : 1_000;
            }
            return opened;
        });
    }

    Store of(String ruleId) {
        return stores.get(ruleId);
    }

    /** @param recording its id, or null */
    record Row(Sample sample, String recording) {
    }

    /** One rule's. */
    static final class Store implements RuleStore {
        final List<Row> rows = new ArrayList<>();
        final List<Recording> recordings = new ArrayList<>();
        private Recording current = Recording.NONE;
        private boolean dropping;
        private long dropped;
        boolean closed;
        /** How often, each time after it was closed; more than 999 where it was not. */
        int reopened;

        @Override
        public synchronized void store(SampleBatch batch) {
            if (dropping) {
                dropping = false;
                dropped += batch.length();
                return;
            }
            for (int row = 0; row < batch.length(); row++) {
                rows.add(new Row(batch.get(row), current.id()));
            }
        }

        @Override
        public synchronized void recording(Recording recording) {
            current = recording;
            if (recording.id() != null) {
                recordings.add(recording);
            }
        }

        @Override
        public synchronized HistoryStatus status() {
            return new HistoryStatus(0, 0, 0, dropped, 0, "");
        }

        @Override
        public double bytesPerRow() {
            return 10;
        }

        @Override
        public synchronized void close() {
            closed = true;
        }

        /** The next batch finds no room. */
        synchronized void dropNext() {
            dropping = true;
        }

        synchronized List<Sample> of(int handle) {
            return rows.stream().map(Row::sample).filter(sample -> sample.channel() == handle).toList();
        }

        List<Double> good(int handle) {
            return of(handle).stream().filter(s -> !QualityCode.isBad(s.qualityCode())).map(Sample::value).toList();
        }
    }
}
