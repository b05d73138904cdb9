package parx.persistence.internal.history;

/**
 * How many rows to offer next, and how, where some are refused for ever. Those before the one that the back end names go
 * as they are; what follows is sifted, in batches, until one holds no refused row any more: where one row is refused
 * others often are, and each would send a whole batch once more. Where even a sieve is refused as a whole it takes half,
 * down to a single row. After it batches begin small again. Owned by the thread of its store.
 */
final class Suspicion {
    /** Most rows that are sifted at once. */
    static final int SIEVE = 1024;
    private static final int FEWEST = 256;

    private boolean sifting;
    /** So many go as they are before the sifting begins. */
    private int good;
    private int most = Integer.MAX_VALUE;

    /** @param count rows that there are, at least one @return how many of them to offer */
    int toOffer(int count) {
        return Math.min(count, good > 0 ? good : most);
    }

    /** Whether what is offered next is to be sifted. */
    boolean sifts() {
        return sifting && good == 0;
    }

    /**
     * All of these rows were refused because of at least one.
     *
     * @param row which of these the back end named, from 0 on; -1 where it named none
     */
    void refused(int count, int row) {
        boolean named = row >= 0 && row < count;
        if (sifts()) {
            most = named && row > 0 ? row : named ? 1 : Math.max(1, count / 2);
        } else {
            sifting = true;
            good = named ? row : 0;
            most = SIEVE;
        }
    }

    /** These were stored as they are. */
    void stored(int count) {
        if (good > 0) {
            good = Math.max(0, good - count);
        } else if (!sifting) {
            most = most >= RowQueue.CHUNK / 2 ? Integer.MAX_VALUE : most * 2;
        }
    }

    /** A batch went through the sieve. @param refused how many of its rows were set aside */
    void sifted(int refused) {
        if (refused == 0 && most >= SIEVE) {
            sifting = false;
            most = FEWEST;
        } else {
            most = Math.min(SIEVE, most * 2);
        }
    }
}
