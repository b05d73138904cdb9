package parx.model;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every channel id a small dense number for the life of the process, so that batches carry ints.
 * A number is never given to another channel. Thread-safe; look-ups by number take no lock.
 */
public final class ChannelIndex {
    private final ConcurrentHashMap<String, Integer> handles = new ConcurrentHashMap<>();
    private volatile String[] ids = new String[64];
    private int size;

    /** The handle of this id, assigned now if it is new. */
    public int handle(String id) {
        Integer known = handles.get(id);
        return known != null ? known : assign(id);
    }

    /** The handle of this id, or -1 if nothing has asked for it yet. */
    public int find(String id) {
        return handles.getOrDefault(id, -1);
    }

    /** @throws IndexOutOfBoundsException for a handle that was never given */
    public String id(int handle) {
        String id = ids[handle];
        if (id == null) {
            throw new IndexOutOfBoundsException("no channel has the handle " + handle);
        }
        return id;
    }

    public synchronized int size() {
        return size;
    }

    private synchronized int assign(String id) {
        Integer known = handles.get(id);
        if (known != null) {
            return known;
        }
        int handle = size++;
        String[] grown = handle < ids.length ? ids : Arrays.copyOf(ids, ids.length * 2);
        grown[handle] = id;
        ids = grown;
        handles.put(id, handle);
        return handle;
    }
}
