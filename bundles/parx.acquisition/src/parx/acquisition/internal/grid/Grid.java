package parx.acquisition.internal.grid;

import parx.service.History.Resampling;

/**
 * The times of a resampling. Immutable, any thread.
 *
 * @param endMicros the first time that is in no row: behind the last grid time, or the end of the last step
 * @param rows      how many
 */
record Grid(long fromMicros, long stepMicros, long endMicros, long rows) {
    static Grid of(Resampling query) {
        long span = query.toMicros() - query.fromMicros();
        return query.method().ofStep()
                ? new Grid(query.fromMicros(), query.stepMicros(), query.toMicros(), Math.ceilDiv(span, query.stepMicros()))
                : new Grid(query.fromMicros(), query.stepMicros(), query.toMicros() + 1, span / query.stepMicros() + 1);
    }

    long time(long row) {
        return fromMicros + row * stepMicros;
    }

    /** The first time that is not in this row's step. */
    long end(long row) {
        return row + 1 >= rows ? endMicros : time(row + 1);
    }

    /** The row whose step holds this time. */
    long row(long timeMicros) {
        return Math.floorDiv(timeMicros - fromMicros, stepMicros);
    }

    /** The first row whose time is not before this one. */
    long rowFrom(long timeMicros) {
        return Math.ceilDiv(timeMicros - fromMicros, stepMicros);
    }
}
