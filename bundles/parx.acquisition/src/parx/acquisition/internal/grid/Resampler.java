package parx.acquisition.internal.grid;

import java.util.List;
import java.util.Optional;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.service.History.HistoryException;
import parx.service.History.Resampling;
import parx.service.History.RowSink;
import parx.service.StoredHistory;

/**
 * Makes values on a grid from samples that come in the order of time over all channels; hands over a stretch of rows
 * when the samples have gone beyond it, so that memory does not grow with the range. Where a line leads out of such a
 * stretch, it asks for the sample that follows. Owned by the query's thread.
 */
public final class Resampler implements SampleSink, StoredHistory.AggregateSink {
    /** Results in memory at a time, of all channels. */
    private static final int RESULTS = 500_000;
    private static final int MOST_ROWS = 4_096;

    private final Grid grid;
    /** The first time of which nothing is known unless a sample says it. */
    private final long unknownFrom;
    private final GridColumn[] columns;
    private final GridColumn.Next[] next;
    private final int stretch;
    private final LookAhead ahead;
    private final RowSink into;
    private final double[] values;
    private final byte[] qualities;
    private long base;

    /** Finds what follows. */
    public interface LookAhead {
        /** The first sample of each channel at this time or later. */
        List<Optional<Sample>> firstFrom(long timeMicros) throws HistoryException;
    }

    /** Carries a failure through those who hand over samples. */
    public static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(HistoryException cause) {
            super(cause);
        }

        public HistoryException failure() {
            return (HistoryException) getCause();
        }
    }

    /**
     * @param stepped   per channel whether its value holds until the next sample
     * @param nowMicros nothing is known after this, unless a sample says it
     */
    public Resampler(Resampling query, boolean[] stepped, long nowMicros, LookAhead ahead, RowSink into) {
        this.grid = Grid.of(query);
        this.unknownFrom = query.method().ofStep() ? nowMicros : nowMicros + 1;
        this.ahead = ahead;
        this.into = into;
        stretch = Math.clamp(RESULTS / Math.max(1, stepped.length), 1, MOST_ROWS);
        columns = new GridColumn[stepped.length];
        next = new GridColumn.Next[stepped.length];
        values = new double[stepped.length];
        qualities = new byte[stepped.length];
        for (int place = 0; place < columns.length; place++) {
            columns[place] = switch (query.method()) {
                case LAST -> new HeldColumn(grid, stretch);
                case INTERPOLATED -> stepped[place] ? new HeldColumn(grid, stretch) : new SlopedColumn(grid, stretch);
                case TIME_WEIGHTED_AVERAGE -> new WeightedColumn(grid, stretch, !stepped[place]);
                case AVERAGE, MIN, MAX -> new AggregateColumn(grid, stretch, query.method());
            };
            columns[place].moveTo(0);
        }
    }

    /** The next sample; the last one before the grid may come first. @param place of the channel */
    @Override
    public void sample(int place, long timeMicros, double value, byte quality) {
        goTo(timeMicros);
        columns[place].take(timeMicros, value, quality);
    }

    /** As several samples in one step; for methods that do not ask how long a value was in force. */
    @Override
    public void aggregate(int place, long timeMicros, long counted, double average, double min, double max, boolean impaired) {
        goTo(timeMicros);
        if (columns[place] instanceof AggregateColumn column) {
            column.aggregate(grid.row(timeMicros), counted, average, min, max, impaired);
        }
    }

    /** Hands over the rows that are left: there are no more samples within the grid. */
    public void finish() {
        while (base < grid.rows()) {
            handOver((int) Math.min(stretch, grid.rows() - base));
        }
    }

    private void goTo(long timeMicros) {
        while (base + stretch < grid.rows() && timeMicros >= grid.time(base + stretch)) {
            handOver(stretch);
        }
    }

    private void handOver(int rows) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Ended(HistoryException.cancelled(null));
        }
        long end = base + rows < grid.rows() ? grid.time(base + rows) : grid.endMicros();
        long known = Math.min(end, unknownFrom);
        lookAhead(end);
        for (int place = 0; place < columns.length; place++) {
            columns[place].pass(known, next[place] == null ? GridColumn.Next.NONE : next[place]);
            columns[place].settle(rows);
        }
        for (int index = 0; index < rows; index++) {
            for (int place = 0; place < columns.length; place++) {
                values[place] = columns[place].value(index);
                qualities[place] = columns[place].quality(index);
            }
            into.row(grid.time(base + index), values, qualities);
        }
        base += rows;
        for (GridColumn column : columns) {
            column.moveTo(base);
        }
    }

    /** Sees to it that what follows the stretch is known for every channel whose line leads out of it. */
    private void lookAhead(long end) {
        boolean missing = false;
        for (int place = 0; place < columns.length; place++) {
            if (next[place] != null && next[place].timeMicros() < end) {
                next[place] = null;
            }
            missing |= next[place] == null && columns[place].looksAhead();
        }
        if (!missing) {
            return;
        }
        try {
            List<Optional<Sample>> found = ahead.firstFrom(end);
            for (int place = 0; place < columns.length; place++) {
                next[place] = found.get(place).map(s -> new GridColumn.Next(s.timeMicros(), s.value(), s.qualityCode()))
                        .orElse(GridColumn.Next.NONE);
            }
        } catch (HistoryException e) {
            throw new Ended(e);
        }
    }
}
