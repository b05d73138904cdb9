package parx.persistence.internal.history.packed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parx.persistence.internal.history.Partitions;

/**
 * Gathers one day's samples by retention and channel and cuts them into blocks. The cuts lie at times that do not
 * depend on the channel, so that channels which are read in one scan get blocks of the same times, and these are kept
 * once. One thread.
 */
final class BlockBuilder {
    /** Most samples of a block, on average: large enough that what a block costs is little, small enough to be read whole. */
    private static final int SAMPLES = 8_192;
    /** Of a channel that writes much more in one part of the day than in others. */
    private static final int MOST_SAMPLES = 4 * SAMPLES;
    /** Fewer times than this are not worth a look elsewhere. */
    private static final int LEAST_SHARED = 32;
    private static final int OWNERS = 256;

    /** Samples that make up a block. */
    record Cut(int keepDays, String channelId, Samples samples) {
    }

    /** A column being filled, the slice of the day that it is in, and how long a slice is. */
    private static final class Column {
        private Samples samples = new Samples(0);
        private long slice;
        private final long width;

        Column(long width) {
            this.width = width;
        }
    }

    private record Times(int keepDays, long from, long to, int count) {
    }

    private record Owner(String channelId, long[] times) {
    }

    private final Map<Integer, Map<String, Column>> columns = new TreeMap<>();
    private final Map<String, Long> perDay;
    private final List<Cut> cuts = new ArrayList<>();
    private final BlockEncoder encoder = new BlockEncoder();
    /** Whose blocks have which times; only those of late are looked for. */
    private final Map<Times, Owner> owners = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Times, Owner> eldest) {
            return size() > OWNERS;
        }
    };

    /** @param perDay how many samples a channel would have if it went on all day as it does while it has any */
    BlockBuilder(Map<String, Long> perDay) {
        this.perDay = perDay;
    }

    /** A channel's samples come ascending by time. */
    void add(int keepDays, String channelId, long time, double value, byte quality) {
        Column column = columns.computeIfAbsent(keepDays, k -> new HashMap<>()).computeIfAbsent(channelId,
                id -> new Column(width(perDay.getOrDefault(id, 0L))));
        long slice = Math.floorMod(time, Partitions.DAY_MICROS) / column.width;
        if (column.samples.length > 0 && (slice != column.slice || column.samples.length == MOST_SAMPLES)) {
            cut(keepDays, channelId, column);
        }
        column.slice = slice;
        column.samples.add(time, value, quality);
    }

    /** The cuts that are complete; they are the caller's now. @param all also what is still being filled */
    List<Cut> take(boolean all) {
        if (all) {
            columns.forEach((keepDays, byChannel) -> byChannel.forEach((channelId, column) -> {
                if (column.samples.length > 0) {
                    cut(keepDays, channelId, column);
                }
            }));
        }
        List<Cut> taken = List.copyOf(cuts);
        cuts.clear();
        return taken;
    }

    Block encode(Cut cut) {
        Samples samples = cut.samples();
        if (samples.length < LEAST_SHARED) {
            return encoder.encode(cut.channelId(), samples, null);
        }
        Times key = new Times(cut.keepDays(), samples.first(), samples.last(), samples.length);
        Owner owner = owners.get(key);
        if (owner != null && Arrays.equals(owner.times(), 0, samples.length, samples.time, 0, samples.length)) {
            return encoder.encode(cut.channelId(), samples, owner.channelId());
        }
        owners.putIfAbsent(key, new Owner(cut.channelId(), samples.time));
        return encoder.encode(cut.channelId(), samples, null);
    }

    private void cut(int keepDays, String channelId, Column column) {
        cuts.add(new Cut(keepDays, channelId, column.samples));
        column.samples = new Samples(Math.min(SAMPLES, column.samples.length));
    }

    /** The day by a power of two. */
    private static long width(long samples) {
        long width = Partitions.DAY_MICROS;
        for (long rest = samples; rest > SAMPLES && width > 1; rest /= 2) {
            width /= 2;
        }
        return width;
    }
}
