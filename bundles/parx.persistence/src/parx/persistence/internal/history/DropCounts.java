package parx.persistence.internal.history;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.service.DropCause;

/** Every sample that is not in the history, by cause and by channel, since the start. Thread-safe, without locks. */
final class DropCounts {
    private static final int MOST_CHANNELS = 20;

    private final ChannelIndex index;
    private final Map<DropCause, LongAdder> causes = new EnumMap<>(DropCause.class);
    private final Map<Integer, LongAdder> channels = new ConcurrentHashMap<>();
    private final LongAdder here = new LongAdder();

    DropCounts(ChannelIndex index) {
        this.index = index;
        for (DropCause cause : DropCause.values()) {
            causes.put(cause, new LongAdder());
        }
    }

    /** Samples that were given up before they came to the writer. */
    void countBefore(DropCause cause, int channel, long samples) {
        if (samples > 0) {
            causes.get(cause).add(samples);
            channels.computeIfAbsent(channel, handle -> new LongAdder()).add(samples);
        }
    }

    /** Rows of the writer; wishes to keep one for longer among them are no samples, but counted as rows. */
    void count(DropCause cause, SampleBatch rows, int from, int to) {
        here.add(to - from);
        for (int row = from; row < to; row++) {
            countBefore(cause, rows.channel(row), 1);
        }
    }

    /** Rows of the writer. */
    long here() {
        return here.sum();
    }

    /** @param unreadable rows that the disk damaged; of which channels is not known */
    Map<DropCause, Long> byCause(long unreadable) {
        Map<DropCause, Long> counted = new EnumMap<>(DropCause.class);
        causes.forEach((cause, count) -> {
            if (count.sum() > 0) {
                counted.put(cause, count.sum());
            }
        });
        if (unreadable > 0) {
            counted.merge(DropCause.DISK_DAMAGE, unreadable, Long::sum);
        }
        return Collections.unmodifiableMap(counted);
    }

    /** Those with most, most first. */
    Map<String, Long> byChannel() {
        if (channels.isEmpty()) {
            return Map.of();
        }
        int known = index.size();
        Map<Integer, Long> now = channels.entrySet().stream().filter(entry -> entry.getKey() >= 0 && entry.getKey() < known)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
        return now.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CHANNELS)
                .collect(Collectors.toMap(entry -> index.id(entry.getKey()), Map.Entry::getValue, (a, b) -> a,
                        LinkedHashMap::new));
    }
}
