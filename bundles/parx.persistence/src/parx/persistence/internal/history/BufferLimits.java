package parx.persistence.internal.history;

import java.time.Duration;

/**
 * Sizes and delays of a {@link BufferedWriter}.
 *
 * @param memoryRows   most rows in memory; beyond three quarters of it rows go to disk
 * @param enough       so many rows are committed without waiting for {@code commitEvery}
 * @param commitEvery  at a low rate
 * @param spoolAfter   of an outage, rows go to disk, so that a crash of ParX loses few
 * @param segmentBytes size at which a spool file is finished
 * @param spoolBytes   most bytes on disk; beyond them it is {@code whenFull} that decides
 * @param whenFull     what is dropped where neither disk nor memory has room
 * @param stuckAfter   without an answer what is under way is broken and made anew
 * @param closeWithin  closing takes no longer than about this
 */
public record BufferLimits(int memoryRows, int enough, Duration commitEvery, Duration spoolAfter, long segmentBytes,
        long spoolBytes, WhenFull whenFull, Duration stuckAfter, Duration closeWithin) {
    static final BufferLimits STANDARD = new BufferLimits(2_000_000, 10_000, Duration.ofMillis(250),
            Duration.ofMillis(500), 32L << 20, SpoolBound.DEFAULT_MEGABYTES << 20,
            WhenFull.DROP_NEWEST, Duration.ofSeconds(10),
            Duration.ofSeconds(5));

    /** Files of the spool in its room: one is the least that the oldest give up. */
    private static final int SEGMENTS = 64;

    /** The standard ones, with what this site configures. */
    public static BufferLimits configured() {
        return STANDARD.withSpoolBytes(SpoolBound.configured()).with(WhenFull.configured());
    }

    public BufferLimits withMemoryRows(int rows) {
        return new BufferLimits(rows, enough, commitEvery, spoolAfter, segmentBytes, spoolBytes, whenFull, stuckAfter,
                closeWithin);
    }

    /** With files that are a small part of it. */
    public BufferLimits withSpoolBytes(long bytes) {
        return new BufferLimits(memoryRows, enough, commitEvery, spoolAfter, Math.min(segmentBytes, bytes / SEGMENTS + 1),
                bytes, whenFull, stuckAfter, closeWithin);
    }

    public BufferLimits with(WhenFull drop) {
        return new BufferLimits(memoryRows, enough, commitEvery, spoolAfter, segmentBytes, spoolBytes, drop, stuckAfter,
                closeWithin);
    }

    /** From so many rows in memory on they go to disk. */
    int fillingRows() {
        return memoryRows / 4 * 3;
    }
}
