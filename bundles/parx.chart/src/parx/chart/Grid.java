package parx.chart;

/**
 * The absolute pixel columns of one zoom level: column {@code k} covers the times from {@code origin + k * step}. Panning
 * moves over the same columns, so that a picture never shimmers. Immutable, any thread.
 *
 * @param originMicros   the time at which column 0 begins
 * @param microsPerColumn width of a column, above 0
 */
record Grid(long originMicros, double microsPerColumn) {
    /** The column in which this time lies. */
    long column(long micros) {
        return (long) Math.floor((micros - originMicros) / microsPerColumn);
    }

    /** The time at which the column begins. */
    long micros(double column) {
        return originMicros + Math.round(column * microsPerColumn);
    }

    /** The first microsecond that lies in this column, so that {@code column(begin(k)) == k}. */
    long begin(long column) {
        long guess = originMicros + (long) Math.ceil(column * microsPerColumn);
        while (column(guess) < column) {
            guess++;
        }
        while (column(guess - 1) >= column) {
            guess--;
        }
        return guess;
    }
}
