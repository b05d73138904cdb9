package parx.driver.modbus;

import parx.driver.DriverException;

/** Single requests over a link that scans use too: writes, and readings by hand. Owned by the io thread. */
final class Exchange {
    private final Transport transport;
    private final Scan scan;
    private final Counters counters;

    Exchange(Transport transport, Scan scan, Counters counters) {
        this.transport = transport;
        this.scan = scan;
        this.counters = counters;
    }

    /** Sends this request and waits for its outcome; what others get meanwhile goes to the scan. */
    Request of(Request request) throws DriverException {
        scan.awaitRoom();
        transport.send(request);
        while (!request.done()) {
            Request done = transport.receive(() -> true);
            if (done != request) {
                scan.completeOther(done);
            }
        }
        counters.done(request);
        if (request.outcome == Request.Outcome.ANSWERED) {
            scan.alive(scan.health(request.unit));
        }
        return request;
    }
}
