package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import parx.driver.DriverException;
import parx.driver.TcpLink;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TimeSource;

/**
 * The way to one controller: a session with its network module and, where that allows it, a CIP connection through it.
 * Owned by the io thread; {@link #close} may come from any.
 */
final class CipSession {
    /** Devices end a session that is silent for two minutes. */
    private static final long SESSION_REST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int STATUS_ATTRIBUTE = 5;

    private final LinkSettings settings;
    private final TimeSource clock;
    private final Counters counters;
    private final Encapsulation encapsulation;
    private final UnconnectedMessenger unconnected;
    private final SecureRandom random = new SecureRandom();
    private final long originator = random.nextInt() & 0xFFFF_FFFFL;
    /** What is said last, so that the controller need not keep the connection until its time-out. */
    private final AtomicReference<byte[]> farewell = new AtomicReference<>();
    private int serial = random.nextInt();
    private Messenger messenger;
    private long longestRestNanos = SESSION_REST_NANOS;
    private long lastSentNanos;
    private volatile Sentence remark = Sentence.NONE;

    CipSession(LinkSettings settings, TimeSource clock, Counters counters) {
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
        encapsulation = new Encapsulation(new TcpLink(settings.host(), settings.port(), settings.connectTimeoutMillis(),
                "EtherNet/IP"), clock, settings.timeoutNanos());
        unconnected = new UnconnectedMessenger(encapsulation, settings);
    }

    void open() throws DriverException {
        remark = Sentence.NONE;
        messenger = unconnected;
        longestRestNanos = SESSION_REST_NANOS;
        encapsulation.open();
        farewell.set(encapsulation.frame(Encapsulation.UNREGISTER_SESSION, 0, new byte[0]));
        lastSentNanos = clock.monotonicNanos();
        if (settings.connected()) {
            connect();
        }
    }

    /** A large connection where it is to be had, else a small one, else none. */
    private void connect() throws DriverException {
        CipReply refusal = null;
        if (settings.connectionSize() > ForwardOpen.LARGEST_SMALL) {
            refusal = connect(true, settings.connectionSize());
        }
        if (messenger == unconnected && (refusal == null || !RouteRefusal.isOfRoute(refusal))) {
            refusal = connect(false, Math.min(ForwardOpen.LARGEST_SMALL, settings.connectionSize()));
        }
        if (messenger != unconnected) {
            return;
        }
        if (RouteRefusal.isOfRoute(refusal)) {
            throw new DriverException(Reason.NO_SUCH_ADDRESS, named(RouteRefusal.sentence(settings, refusal)));
        }
        remark = TEXTS.of("route.unconnected", RouteRefusal.sentence(settings, refusal));
    }

    /** With the name of the device that says it, where it has one. */
    private Sentence named(Sentence refusal) {
        try {
            return TEXTS.of("route.device", identity().product(), refusal);
        } catch (DriverException e) {
            // What it refuses counts, whoever it is.
            return refusal;
        }
    }

    /** @return the refusal, null where it is open */
    private CipReply connect(boolean large, int size) throws DriverException {
        ForwardOpen wanted = new ForwardOpen(large, size, settings.rpiMillis(), random.nextInt() & 0xFFFF_FFFFL,
                ++serial & 0xFFFF, originator, settings.route());
        CipReply reply = count(() -> unconnected.askDevice(wanted.request(), () -> true));
        if (!reply.ok()) {
            return reply;
        }
        try {
            ForwardOpen.Grant grant = wanted.grant(reply.data());
            messenger = new ConnectedMessenger(encapsulation, wanted, grant, random.nextInt());
            long interval = Math.min(TimeUnit.MICROSECONDS.toNanos(grant.intervalMicros()),
                    TimeUnit.MILLISECONDS.toNanos(settings.rpiMillis()));
            longestRestNanos = Math.min(SESSION_REST_NANOS, interval * 3 / 4);
            farewell.set(new WireWriter().bytes(encapsulation.frame(Encapsulation.SEND_RR_DATA, 0,
                    CommonPacket.unconnected(wanted.close(), 0)))
                    .bytes(encapsulation.frame(Encapsulation.UNREGISTER_SESSION, 0, new byte[0])).done());
            return null;
        } catch (MalformedReply e) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", settings.name(), e.what()), e);
        }
    }

    /** Idempotent; ends what is being waited for. Any thread. */
    void close() {
        byte[] last = farewell.getAndSet(null);
        if (last != null) {
            encapsulation.lastWords(last);
        }
        encapsulation.close();
    }

    /** The most bytes of one request, and of one reply. */
    int room() {
        return messenger.room();
    }

    /** @return null where it is no longer wanted */
    CipReply ask(byte[] request, BooleanSupplier wanted) throws DriverException {
        return count(() -> messenger.ask(request, wanted));
    }

    CipReply ask(int service, byte[] path, byte[] data) throws DriverException {
        return ask(Cip.request(service, path, data), () -> true);
    }

    /** How long nothing need be said from now on. */
    long restNanos() {
        return lastSentNanos + longestRestNanos - clock.monotonicNanos();
    }

    /** Says something that means nothing, so that neither side takes the link for lost. */
    void keepAlive() throws DriverException {
        ask(Cip.GET_ATTRIBUTE_SINGLE, Cip.path(Cip.IDENTITY, 1, STATUS_ATTRIBUTE), new byte[0]);
    }

    /** What the network module says of itself. */
    DeviceIdentity identity() throws DriverException {
        return count(() -> DeviceIdentity.ask(encapsulation));
    }

    /** What is not as it should be though the session stands, or empty. Any thread. */
    Sentence remark() {
        return remark;
    }

    String name() {
        return settings.name();
    }

    /** A question and its answer. */
    private interface Exchange<T> {
        T run() throws DriverException;
    }

    private <T> T count(Exchange<T> exchange) throws DriverException {
        long began = clock.monotonicNanos();
        lastSentNanos = began;
        counters.sent();
        try {
            T answer = exchange.run();
            if (answer != null) {
                counters.answered(clock.monotonicNanos() - began);
            }
            return answer;
        } catch (DriverException e) {
            counters.failed();
            throw e;
        }
    }
}
