package parx.ui;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import parx.service.Change;
import parx.service.ChangedMeanwhileException;
import parx.service.ConfigurationException;

/** What is configured, in memory, with the rules that {@code Configured} promises. Thread-safe. */
public final class Rows<T> {
    private final Function<T, String> id;
    private final Map<String, T> rows = new TreeMap<>();

    public Rows(Function<T, String> id) {
        this.id = id;
    }

    public synchronized List<T> all() {
        return List.copyOf(rows.values());
    }

    public synchronized void put(T row) {
        rows.put(id.apply(row), row);
    }

    public synchronized void apply(Collection<Change<T>> changes) throws ConfigurationException {
        Map<String, T> next = new TreeMap<>(rows);
        for (Change<T> change : changes) {
            String key = id.apply(change.subject());
            T present = next.get(key);
            if (change.seen().isEmpty() && present != null) {
                throw new ConfigurationException("Another has the id " + key);
            }
            if (change.seen().isPresent() && !change.seen().get().equals(present)) {
                throw new ChangedMeanwhileException(key + " was changed", key, present == null, "colleague", 1_700_000_000_000_000L);
            }
            change.now().ifPresentOrElse(now -> next.put(key, now), () -> next.remove(key));
        }
        rows.clear();
        rows.putAll(next);
    }
}
