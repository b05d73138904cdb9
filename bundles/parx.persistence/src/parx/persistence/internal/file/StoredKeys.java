package parx.persistence.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.persistence.internal.history.Rows;

/**
 * The time and channel of the rows that were written last, read back from the files. After a crash the spool offers
 * rows again that were written and not yet released; files know no key that would tell them. Used by one thread, for
 * the rows that an earlier run left in the spool, then thrown away.
 */
final class StoredKeys {
    /** The spool forgets by whole files: no more rows than one of them holds come again. */
    private static final int MOST = 2_000_000;
    private static final int SPOOL_ROW_BYTES = 21;

    private final ChannelIndex index;
    private final Map<Integer, long[]> times = new HashMap<>();
    private final Map<Integer, Integer> lengths = new HashMap<>();
    private long offered;
    private long toOffer;

    private StoredKeys(ChannelIndex index) {
        this.index = index;
    }

    /**
     * Those of these files, the newest last; null where no row can come again.
     *
     * @param spoolFolder where rows of the earlier run wait
     */
    static StoredKeys of(List<Path> files, Path spoolFolder, ChannelIndex index) throws IOException {
        long spoolBytes = spoolBytes(spoolFolder);
        if (spoolBytes == 0) {
            return null;
        }
        StoredKeys keys = new StoredKeys(index);
        keys.toOffer = spoolBytes / SPOOL_ROW_BYTES + 1;
        int rows = 0;
        for (Path file : files.reversed()) {
            if (rows < MOST && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                rows += keys.read(file);
            }
        }
        keys.times.forEach((channel, all) -> Arrays.sort(all, 0, keys.lengths.get(channel)));
        return keys;
    }

    static long spoolBytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".spool")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** How many of these rows, from the first on, are written; or, negative, how many are not. */
    int leading(Rows rows) {
        SampleBatch batch = rows.batch();
        boolean first = isStored(batch, rows.from());
        int row = rows.from() + 1;
        while (row < rows.to() && isStored(batch, row) == first) {
            row++;
        }
        int count = row - rows.from();
        return first ? count : -count;
    }

    /** So many rows were taken. @return whether more of the earlier run may follow */
    boolean took(int rows) {
        offered += rows;
        return offered < toOffer;
    }

    private boolean isStored(SampleBatch batch, int row) {
        long[] all = times.get(batch.channel(row));
        return all != null && Arrays.binarySearch(all, 0, lengths.get(batch.channel(row)), batch.timeMicros(row)) >= 0;
    }

    private int read(Path file) throws IOException {
        int rows = 0;
        try (CsvLines lines = new CsvLines(file)) {
            for (CsvLines.Row row = lines.next(); row != null; row = lines.next()) {
                add(index.handle(row.channelId()), row.timeMicros());
                rows++;
            }
        }
        return rows;
    }

    private void add(int channel, long timeMicros) {
        int length = lengths.getOrDefault(channel, 0);
        long[] all = times.getOrDefault(channel, new long[0]);
        if (length == all.length) {
            all = Arrays.copyOf(all, Math.max(64, length * 2));
            times.put(channel, all);
        }
        all[length] = timeMicros;
        lengths.put(channel, length + 1);
    }
}
