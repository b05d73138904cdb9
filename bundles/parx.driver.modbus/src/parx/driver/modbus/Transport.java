package parx.driver.modbus;

import java.util.function.BooleanSupplier;
import parx.driver.DriverException;

/** Requests to a link and their replies back. Owned by the io thread; only {@link #close} may come from another. */
sealed interface Transport permits MbapTransport, RtuTransport {
    void open() throws DriverException;

    /** Idempotent, any thread; a blocked call ends soon with a DriverException. */
    void close();

    /** @throws DriverException if the link is lost */
    void send(Request request) throws DriverException;

    /**
     * The next request that is done: answered, refused, timed out or garbled.
     *
     * @param waiting asked while it waits, at least every 100 ms; once false null is returned where none is done, and
     *                what is out stays out
     * @throws DriverException if the link is lost, or can no longer be trusted: a reply that belongs to no request
     */
    Request receive(BooleanSupplier waiting) throws DriverException;

    /** Stops waiting for this request; its reply, should it come, is discarded. */
    void abandon(Request request);

    /** Requests without an outcome. */
    int inFlight();

    /** Whether replies carry the id of their request, so that one may stay out while others are asked. */
    boolean concurrent();

    /** Holds the reply that {@link #receive} returned last. */
    byte[] buffer();

    /** "192.168.1.10:502". */
    String name();
}
