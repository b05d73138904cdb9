package parx.driver.ethernetip;

import java.util.function.Supplier;
import parx.model.Sentence;

/** What is wrong with channels in one scan: how many, and a sentence about the first. Owned by the io thread. */
final class Complaints {
    private int count;
    private Sentence first = Sentence.NONE;

    /** @param sentence made only where it is said */
    void add(Supplier<Sentence> sentence) {
        if (count++ == 0) {
            first = sentence.get();
        }
    }

    int count() {
        return count;
    }

    Sentence first() {
        return first;
    }
}
