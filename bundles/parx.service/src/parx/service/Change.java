package parx.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One change of one thing that is configured, with what the person saw who makes it. Immutable, any thread.
 *
 * @param seen what was on screen, empty for something new; where the database holds something else, it is refused
 * @param now  what is to be, of the same id; empty to remove it
 */
public record Change<T>(Optional<T> seen, Optional<T> now) {
    public Change {
        if (seen.isEmpty() && now.isEmpty()) {
            throw new IllegalArgumentException("a change of nothing into nothing");
        }
    }

    /** Something new; refused where the id is taken. */
    public static <T> Change<T> add(T added) {
        return new Change<>(Optional.empty(), Optional.of(added));
    }

    /** New content for what is there; refused where it is not, or not as it was seen. */
    public static <T> Change<T> replace(T seen, T now) {
        return new Change<>(Optional.of(seen), Optional.of(now));
    }

    /** Refused where it is not there, or not as it was seen. */
    public static <T> Change<T> remove(T seen) {
        return new Change<>(Optional.of(seen), Optional.empty());
    }

    /** Each of these as something new. */
    public static <T> List<Change<T>> adding(Collection<T> added) {
        return added.stream().map(Change::add).toList();
    }

    /** What takes these back, in the order in which to make it. */
    public static <T> List<Change<T>> inverse(List<Change<T>> changes) {
        List<Change<T>> inverse = new ArrayList<>(changes.size());
        changes.forEach(change -> inverse.addFirst(new Change<>(change.now, change.seen)));
        return inverse;
    }

    /** What it concerns: as it is to be, or as it was where it is removed. */
    public T subject() {
        return now.or(() -> seen).orElseThrow();
    }
}
