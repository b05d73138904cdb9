package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.service.DropCause;
import parx.service.HistorySink;

/** Remembers what was to be stored. Thread-safe. */
final class RecordingSink implements HistorySink {
    private final List<Sample> rows = new ArrayList<>();
    private final List<Integer> days = new ArrayList<>();
    private final List<Kept> raised = new ArrayList<>();
    private final Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
    private CountDownLatch stuck;
    private boolean dropping;
    private String problem = "";
    private long dropped;

    @Override
    public synchronized void store(SampleBatch batch) {
        if (stuck != null) {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (dropping) {
            dropping = false;
            dropped += batch.length();
            return;
        }
        for (int row = 0; row < batch.length(); row++) {
            if (batch.keepDays(row) < 0) {
                raised.add(new Kept(batch.get(row), -batch.keepDays(row)));
            } else {
                rows.add(batch.get(row));
                days.add((int) batch.keepDays(row));
            }
        }
    }

    @Override
    public boolean flush(Duration limit) {
        return true;
    }

    @Override
    public synchronized HistoryStatus status() {
        return new HistoryStatus(0, problem.isEmpty() ? 0 : 1, 0, dropped, 0, problem);
    }

    /** From now on says that it takes nothing, and why; empty: it does. */
    synchronized void fail(String why) {
        problem = why;
    }

    @Override
    public synchronized void countDropped(DropCause cause, int channel, long samples) {
        drops.merge(cause, samples, Long::sum);
    }

    synchronized Map<DropCause, Long> drops() {
        return Map.copyOf(drops);
    }

    /** The next batch is not taken before this opens. */
    synchronized void stickTo(CountDownLatch latch) {
        stuck = latch;
    }

    /** The next batch finds no room. */
    synchronized void dropNext() {
        dropping = true;
    }

    synchronized List<Sample> of(int handle) {
        return rows.stream().filter(sample -> sample.channel() == handle).toList();
    }

    /** How long rows of this channel are to stay. */
    synchronized List<Kept> kept(int handle) {
        return IntStream.range(0, rows.size()).filter(row -> rows.get(row).channel() == handle)
                .mapToObj(row -> new Kept(rows.get(row), days.get(row))).toList();
    }

    /** Which rows are to stay for longer than was said first, by time. */
    synchronized Map<Long, Integer> raised(int handle) {
        return raised.stream().filter(row -> row.sample.channel() == handle)
                .collect(Collectors.toMap(row -> row.sample.timeMicros(), Kept::days, Math::max));
    }

    /** @param days 0 for the site's standard */
    record Kept(Sample sample, int days) {
    }

    List<Double> good(int handle) {
        return of(handle).stream().filter(s -> !QualityCode.isBad(s.qualityCode())).map(Sample::value).toList();
    }

    List<Sample> bad(int handle) {
        return of(handle).stream().filter(s -> QualityCode.isBad(s.qualityCode())).toList();
    }
}
