package parx.simulator;

import java.util.function.Supplier;

/** A transport class 3 connection of one client. One thread. */
final class CipConnection {
    private final int toClient;
    private final int serial;
    private final long originator;
    private final int size;
    private final long timeoutNanos;
    private long heardNanos = System.nanoTime();
    private Short lastSequence;
    private byte[] lastReply;

    /** @param toClient the client's id of it @param originator vendor and serial number of the client @param size bytes of a packet */
    CipConnection(int toClient, int serial, long originator, int size, long timeoutNanos) {
        this.toClient = toClient;
        this.serial = serial;
        this.originator = originator;
        this.size = size;
        this.timeoutNanos = timeoutNanos;
    }

    int toClient() {
        return toClient;
    }

    int serial() {
        return serial;
    }

    long originator() {
        return originator;
    }

    int size() {
        return size;
    }

    boolean hasTimedOut(long nowNanos) {
        return nowNanos - heardNanos > timeoutNanos;
    }

    /** A packet that comes again is not carried out again: its reply is. */
    byte[] answer(short sequence, Supplier<byte[]> work) {
        heardNanos = System.nanoTime();
        if (lastSequence == null || lastSequence != sequence) {
            lastReply = work.get();
            lastSequence = sequence;
        }
        return lastReply;
    }
}
