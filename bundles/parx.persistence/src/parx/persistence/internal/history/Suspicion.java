package parx.persistence.internal.history;

/**
 * How many rows to offer next where some are refused for ever: those before the one that the back end names, then that
 * one alone; halves where it names none. After a refusal batches begin small again, for where one row is refused others
 * often are, and each would send the whole batch once more. Owned by the thread of its store.
 */
final class Suspicion {
    private static final int FEWEST = 256;

    /** So many of the next rows hold one that will never be accepted; 0 for none that is known. */
    private int suspect;
    /** Of those, to be offered next. */
    private int next;
    /** Behind these is the row that was named. */
    private boolean named;
    /** Most that are offered while nothing is suspect; 0: all. */
    private int cautious;

    /** @param count rows that there are, at least one @return how many of them to offer */
    int toOffer(int count) {
        int most = suspect > 0 ? next : cautious > 0 ? cautious : count;
        return Math.min(count, most);
    }

    /** @param row which of these the back end named, from 0 on; -1 where it named none */
    void refused(int count, int row) {
        suspect = count;
        named = row > 0 && row < count;
        next = named ? row : row == 0 ? 1 : Math.max(1, count / 2);
        cautious = Math.max(FEWEST, 2 * row);
    }

    void stored(int count) {
        if (suspect > 0) {
            suspect = Math.max(0, suspect - count);
            next = named ? 1 : Math.max(1, suspect / 2);
            named = false;
        } else {
            cautious = cautious >= RowQueue.CHUNK / 2 ? 0 : cautious * 2;
        }
    }

    /** The first of the suspect rows was the one. */
    void setAside() {
        suspect = 0;
        named = false;
    }
}
