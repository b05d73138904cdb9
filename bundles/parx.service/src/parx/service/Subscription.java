package parx.service;

/** Ends a notification. Idempotent, any thread. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
