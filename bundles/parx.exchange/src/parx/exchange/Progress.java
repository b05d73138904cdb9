package parx.exchange;

/** Follows an export or import, and may cancel it. Called on the thread that works; must not block. */
public interface Progress {
    /** @param share of the work that is done, 0 to 1 @param rows that were written or read so far */
    void done(double share, long rows);

    /** Asked often; once true, the work ends soon. */
    boolean cancelled();
}
