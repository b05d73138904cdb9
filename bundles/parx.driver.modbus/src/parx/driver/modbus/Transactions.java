package parx.driver.modbus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The transaction ids of one Modbus TCP link that answers may carry: those of requests that wait for one, and those of
 * requests that no longer do but whose answer may still come late. Owned by the io thread.
 */
final class Transactions {
    static final int MOST_OUTSTANDING = 64;
    /** So much of an answer is known before it comes: id, protocol, length, unit and function. */
    static final int KNOWN = 8;
    /** Ids of unanswered requests are not used again while their reply may still come. */
    private static final int MOST_LATE = 1024;
    private static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int REFUSAL_LENGTH = 3;

    /** Odd, so that every id has its turn; far from 1, so that an id that is off by a few belongs to no request. */
    private static final int ID_STRIDE = 0x9E37;
    /**
     * The first byte of the ids of requests that may well stay unanswered, and of no other. It is the ids that are late
     * for long that make answers doubtful by chance, and so only those do that end in this one byte, a rare one.
     */
    private static final int UNLIKELY_PAGE = 0xD5;
    private static final int PAGE_STRIDE = 0x9D;
    private static final int PAGE = 256;

    /** A request that is no longer waited for, and what its answer would look like. */
    private record Late(int id, int unit, int function, int replyLength, long sinceNanos) {
    }

    private final Request[] outstanding = new Request[MOST_OUTSTANDING];
    private final List<Late> late = new ArrayList<>();
    private final long[] taken = new long[65_536 / Long.SIZE];
    private final int[] takenByFirstByte = new int[PAGE];
    private int count;
    private int nextId;
    private int nextUnlikely;
    private long nextSequence;

    /** @param first where the ids begin: not the same after every start of ParX */
    Transactions(int first) {
        nextId = first & 0xFFFF;
        nextUnlikely = first & 0xFF;
    }

    /** The link is new. Its ids go on where the one before left off, so that what a gateway kept of that fits no request. */
    void reset() {
        for (int i = 0; i < count; i++) {
            free(outstanding[i].id);
            outstanding[i] = null;
        }
        count = 0;
        late.forEach(one -> free(one.id));
        late.clear();
    }

    /** Requests that wait for an answer. */
    int outstanding() {
        return count;
    }

    /** Gives the request an id. */
    void add(Request request, long nowNanos) {
        if (count == MOST_OUTSTANDING) {
            throw new IllegalStateException("more than " + MOST_OUTSTANDING + " requests in flight");
        }
        request.id = freeId(request.mayStaySilent, nowNanos);
        request.sequence = nextSequence++;
        request.sentNanos = nowNanos;
        request.startNanos = nowNanos;
        outstanding[count++] = request;
    }

    /** An id for a question like this one whose answer nobody waits for. */
    int addUnheeded(Request like, long nowNanos) {
        int id = freeId(like.mayStaySilent, nowNanos);
        remember(new Late(id, like.unit, like.function, like.replyLength(), nowNanos));
        return id;
    }

    /** The request that waits for the answer with this id, or null. */
    Request waiting(int id) {
        for (int i = 0; i < count; i++) {
            if (outstanding[i].id == id) {
                return outstanding[i];
            }
        }
        return null;
    }

    /** Its answer has come: the request that waited for it, or null where nobody did any more. */
    Request answered(int id, long nowNanos) {
        Request request = waiting(id);
        if (request != null) {
            remove(request, nowNanos);
        } else {
            late.removeIf(one -> one.id == id);
        }
        free(id);
        return request;
    }

    /** It is no longer waited for. */
    void expire(Request request, long nowNanos) {
        if (waiting(request.id) == request) {
            remove(request, nowNanos);
            remember(new Late(request.id, request.unit, request.function, request.replyLength(), nowNanos));
        }
    }

    /** The request whose time is up first, or null. */
    Request oldest() {
        Request oldest = null;
        for (int i = 0; i < count; i++) {
            if (oldest == null || outstanding[i].startNanos - oldest.startNanos < 0) {
                oldest = outstanding[i];
            }
        }
        return oldest;
    }

    boolean isTaken(int id) {
        return (taken[id >> 6] & 1L << id) != 0;
    }

    /** Whether an answer may begin with this byte. */
    boolean mayBeginWith(int firstByte) {
        return takenByFirstByte[firstByte] > 0;
    }

    /** Whether these bytes, up to {@link #KNOWN} of them, read like the beginning of an answer with another id than this. */
    boolean begins(byte[] bytes, int at, int have, int otherThan) {
        if (have == 1) {
            int first = bytes[at] & 0xFF;
            return takenByFirstByte[first] > (otherThan >> 8 == first ? 1 : 0);
        }
        int id = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        if (!isTaken(id) || id == otherThan) {
            return false;
        }
        boolean modbus = (have < 3 || bytes[at + 2] == 0) && (have < 4 || bytes[at + 3] == 0) && (have < 5 || bytes[at + 4] == 0);
        if (!modbus || have < 6) {
            return modbus;
        }
        Request request = waiting(id);
        if (request != null) {
            return fits(bytes, at, have, request.unit, request.function, request.replyLength());
        }
        return late.stream().anyMatch(one -> one.id == id && fits(bytes, at, have, one.unit, one.function, one.replyLength));
    }

    private static boolean fits(byte[] bytes, int at, int have, int unit, int function, int replyLength) {
        int length = bytes[at + 5] & 0xFF;
        boolean refusal = length == REFUSAL_LENGTH;
        return (refusal || length == replyLength + 1) && (have < 7 || (bytes[at + 6] & 0xFF) == unit)
                && (have < 8 || (bytes[at + 7] & 0xFF) == (refusal ? function | 0x80 : function));
    }

    private int freeId(boolean unlikely, long nowNanos) {
        while (!late.isEmpty() && nowNanos - late.getFirst().sinceNanos > LATE_NANOS) {
            free(late.removeFirst().id);
        }
        int id = unlikely && takenByFirstByte[UNLIKELY_PAGE] < PAGE ? unlikelyId() : likelyId();
        taken[id >> 6] |= 1L << id;
        takenByFirstByte[id >> 8]++;
        return id;
    }

    private int unlikelyId() {
        int id;
        do {
            id = UNLIKELY_PAGE << 8 | nextUnlikely;
            nextUnlikely = nextUnlikely + PAGE_STRIDE & 0xFF;
        } while (isTaken(id));
        return id;
    }

    /** Never one that begins with 0, as too much else does. */
    private int likelyId() {
        int id;
        do {
            id = nextId;
            nextId = nextId + ID_STRIDE & 0xFFFF;
        } while (isTaken(id) || id >> 8 == 0 || id >> 8 == UNLIKELY_PAGE);
        return id;
    }

    private void free(int id) {
        if (isTaken(id)) {
            taken[id >> 6] &= ~(1L << id);
            takenByFirstByte[id >> 8]--;
        }
    }

    private void remember(Late one) {
        late.add(one);
        if (late.size() == MOST_LATE) {
            // So many unanswered requests are remembered no longer than needed; the oldest is first.
            free(late.removeFirst().id);
        }
    }

    /**
     * A device that works in order begins with the next request only now, so that time spent behind a slow or silent
     * one is not counted against those sent after it.
     */
    private void remove(Request done, long nowNanos) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (outstanding[i] == done) {
                at = i;
            } else if (outstanding[i].sequence > done.sequence) {
                outstanding[i].startNanos = nowNanos;
            }
        }
        outstanding[at] = outstanding[--count];
        outstanding[count] = null;
    }
}
