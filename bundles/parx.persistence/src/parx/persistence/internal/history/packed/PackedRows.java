package parx.persistence.internal.history.packed;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.SampleSink;
import parx.persistence.internal.history.CopyReader;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.RawRows;
import parx.persistence.internal.history.Sql;

/**
 * The samples of channel_data and the packed ones as one. Where both have a sample of the same time it is the packed
 * one, which came first. Thread-safe: it has no state.
 *
 * <p>Packed samples are asked for first in each call: from then on the table is locked for this transaction, so that no
 * day is swapped from one side to the other between the questions.
 */
public final class PackedRows implements RawRows {
    private final RawRows table;

    /** @param table the rows of channel_data */
    public PackedRows(RawRows table) {
        this.table = table;
    }

    @Override
    public void read(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, long most,
            SampleSink into) throws SQLException {
        long from = Sql.clamp(fromMicros);
        long to = Sql.clamp(toMicros);
        if (channelIds.isEmpty() || to < from) {
            return;
        }
        Extent extent = Extent.read(connection, channelIds, from, to, most);
        if (extent.isEmpty()) {
            table.read(connection, channelIds, from, to, most, into);
            return;
        }
        Limited limited = new Limited(channelIds.size(), most, into);
        long begin = Math.max(from, extent.from);
        long end = Math.min(to, extent.to);
        if (from < begin) {
            table.read(connection, channelIds, from, begin - 1, most, limited);
        }
        mixed(connection, channelIds, begin, end, most, limited);
        if (end < to && !limited.isFull()) {
            table.read(connection, channelIds, end + 1, to, most, limited);
        }
    }

    @Override
    public void newest(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, SampleSink into)
            throws SQLException {
        long from = Sql.clamp(fromMicros);
        long to = Sql.clamp(toMicros);
        if (channelIds.isEmpty() || to < from) {
            return;
        }
        Samples[] newest = new Samples[channelIds.size()];
        BlockDecoder decoder = new BlockDecoder();
        BlockTable.read(connection, "c.place", Sql.places(connection, channelIds) + ", LATERAL (SELECT b.day, b.from_time FROM "
                + "channel_data_packed b WHERE b.channel_id = c.id AND " + days(from, to) + " AND b.from_time <= " + Sql.time(to)
                + " ORDER BY b.from_time DESC LIMIT 1) n, LATERAL (SELECT * FROM channel_data_packed b WHERE b.channel_id = c.id"
                + " AND b.day = n.day AND b.from_time <= " + Sql.time(to) + " AND b.to_time >= greatest(n.from_time, "
                + Sql.time(from) + ")) b" + BlockTable.OWNER, (place, block, times) -> {
                    Samples samples = decoder.decode(block, times);
                    int row = after(samples, to) - 1;
                    if (row >= 0 && samples.time[row] >= from) {
                        keepNewer(newest, place - 1, samples.time[row], samples.value[row], samples.quality[row]);
                    }
                });
        table.newest(connection, channelIds, from, to, (place, time, value, quality) ->
                keepNewer(newest, place, time, value, quality));
        for (int place = 0; place < newest.length; place++) {
            if (newest[place] != null) {
                into.sample(place, newest[place].time[0], newest[place].value[0], newest[place].quality[0]);
            }
        }
    }

    private static void keepNewer(Samples[] newest, int place, long time, double value, byte quality) {
        if (newest[place] == null || newest[place].time[0] < time) {
            newest[place] = new Samples(1);
            newest[place].add(time, value, quality);
        }
    }

    /** Both where both may be: the rows in memory, of which there are few beside packed days, the blocks one by one. */
    private void mixed(PGConnection connection, List<String> channelIds, long from, long to, long most, Limited into)
            throws SQLException {
        Samples[] rows = new Samples[channelIds.size()];
        Arrays.setAll(rows, place -> new Samples(0));
        table.read(connection, channelIds, from, to, most, (place, time, value, quality) -> rows[place].add(time, value, quality));
        Merge merge = new Merge(rows, from, to, into);
        BlockDecoder decoder = new BlockDecoder();
        BlockTable.read(connection, "c.place", Sql.places(connection, channelIds) + ", LATERAL (SELECT * FROM channel_data_packed b"
                + " WHERE b.channel_id = c.id AND " + days(from, to) + " AND b.from_time <= " + Sql.time(to) + " AND b.to_time >= "
                + Sql.time(from) + ") b" + BlockTable.OWNER + "ORDER BY c.place, b.from_time, b.part", (place, block, times) -> {
                    if (!into.isFull(place - 1)) {
                        merge.add(place - 1, decoder.decode(block, times));
                    }
                });
        merge.end();
    }

    private static String days(long from, long to) {
        return "b.day BETWEEN '" + LocalDate.ofEpochDay(Math.floorDiv(from, Partitions.DAY_MICROS)) + "' AND '"
                + LocalDate.ofEpochDay(Math.floorDiv(to, Partitions.DAY_MICROS)) + "'";
    }

    /** How many samples there are up to this time. */
    private static int after(Samples samples, long time) {
        int found = Arrays.binarySearch(samples.time, 0, samples.length, time);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Between which times packed samples lie that a call needs. */
    private static final class Extent {
        private long from = Long.MAX_VALUE;
        private long to = Long.MIN_VALUE;
        private int place = -1;
        private long counted;
        private long enough;

        static Extent read(PGConnection connection, List<String> channelIds, long from, long to, long most) throws SQLException {
            Extent extent = new Extent();
            new CopyReader().read(connection, "SELECT c.place, b.from_time, b.to_time, b.samples::int8 FROM "
                    + Sql.places(connection, channelIds) + ", LATERAL (SELECT b.from_time, b.to_time, b.samples FROM "
                    + "channel_data_packed b WHERE b.channel_id = c.id AND " + days(from, to) + " AND b.from_time <= "
                    + Sql.time(to) + " AND b.to_time >= " + Sql.time(from) + " ORDER BY b.from_time"
                    + (most == ALL ? "" : " LIMIT " + most) + ") b ORDER BY c.place, b.from_time",
                    row -> extent.add((int) row.integer(0), row.micros(1), row.micros(2), row.integer(3), from, to, most));
            return extent;
        }

        boolean isEmpty() {
            return to < from;
        }

        /** A block that begins after those that hold enough samples is not needed. */
        private void add(int at, long blockFrom, long blockTo, long samples, long first, long last, long most) {
            if (at != place) {
                place = at;
                counted = 0;
                enough = Long.MIN_VALUE;
            }
            if (counted >= most && blockFrom > enough) {
                return;
            }
            from = Math.min(from, blockFrom);
            to = Math.max(to, blockTo);
            if (counted < most) {
                counted += blockTo > last ? 0 : blockFrom < first ? 1 : samples;
                enough = Math.max(enough, blockTo);
            }
        }
    }

    /** Passes on so many of each channel. */
    private static final class Limited implements SampleSink {
        private final long[] count;
        private final long most;
        private final SampleSink into;

        Limited(int channels, long most, SampleSink into) {
            this.count = new long[channels];
            this.most = most;
            this.into = into;
        }

        boolean isFull(int place) {
            return count[place] >= most;
        }

        boolean isFull() {
            return Arrays.stream(count).allMatch(n -> n >= most);
        }

        @Override
        public void sample(int place, long time, double value, byte quality) {
            if (count[place] < most) {
                count[place]++;
                into.sample(place, time, value, quality);
            }
        }
    }

    /** Blocks that overlap in time, as those of different retention do, and the rows, in the order of time. */
    private static final class Merge {
        private final Samples[] rows;
        private final long from;
        private final long to;
        private final SampleSink into;
        private final Deque<Samples> pending = new ArrayDeque<>();
        private final int[] next;
        private int place;
        private long until = Long.MIN_VALUE;

        Merge(Samples[] rows, long from, long to, SampleSink into) {
            this.rows = rows;
            this.next = new int[rows.length];
            this.from = from;
            this.to = to;
            this.into = into;
        }

        /** Blocks come ascending by place and first time. */
        void add(int at, Samples samples) {
            if (at != place || samples.first() > until) {
                flush();
            }
            while (place < at) {
                rest();
                place++;
            }
            pending.add(samples);
            until = Math.max(until, samples.last());
        }

        void end() {
            flush();
            for (; place < rows.length; place++) {
                rest();
            }
        }

        private void flush() {
            Samples merged = pending.poll();
            while (!pending.isEmpty()) {
                merged = union(merged, pending.poll());
            }
            until = Long.MIN_VALUE;
            if (merged == null) {
                return;
            }
            int last = after(merged, to);
            for (int i = after(merged, from - 1); i < last; i++) {
                rowsBefore(merged.time[i]);
                into.sample(place, merged.time[i], merged.value[i], merged.quality[i]);
            }
        }

        /** Rows before this time; one at this time is there already. */
        private void rowsBefore(long time) {
            Samples own = rows[place];
            int at = next[place];
            for (; at < own.length && own.time[at] < time; at++) {
                into.sample(place, own.time[at], own.value[at], own.quality[at]);
            }
            next[place] = at < own.length && own.time[at] == time ? at + 1 : at;
        }

        private void rest() {
            rowsBefore(Long.MAX_VALUE);
        }

        private static Samples union(Samples a, Samples b) {
            Samples union = new Samples(a.length + b.length);
            int j = 0;
            for (int i = 0; i < a.length; i++) {
                for (; j < b.length && b.time[j] <= a.time[i]; j++) {
                    if (b.time[j] < a.time[i]) {
                        union.add(b.time[j], b.value[j], b.quality[j]);
                    }
                }
                union.add(a.time[i], a.value[i], a.quality[i]);
            }
            for (; j < b.length; j++) {
                union.add(b.time[j], b.value[j], b.quality[j]);
            }
            return union;
        }
    }
}
