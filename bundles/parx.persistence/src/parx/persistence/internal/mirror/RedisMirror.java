package parx.persistence.internal.mirror;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.Sentence;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.Health;
import parx.service.LiveValues;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Copies the newest values to Redis for whoever looks there: registry, live cache and updates as specified. Owned by
 * its thread {@code live-mirror}; Redis holds nothing that cannot be derived again, so that while it is away nothing
 * is kept for it, and when it is back it gets everything anew. The public methods are for any thread.
 */
public final class RedisMirror implements Health, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisMirror.class);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);
    private static final int CONNECT_MILLIS = 1000;
    private static final int ANSWER_MILLIS = 3000;

    private final String redisUri;
    private final ChannelIndex index;
    private final Channels channels;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Thread thread;
    private volatile LiveValues followed;
    private volatile boolean closing;
    private volatile State state = State.STARTING;
    private volatile String detail = TEXTS.text("redis.connecting");

    /** @param redisUri {@code redis://[user[:password]@]host:port}; empty to do without Redis */
    public RedisMirror(String redisUri, ChannelIndex index, Channels channels, TimeSource time) {
        this.redisUri = redisUri.strip();
        this.index = index;
        this.channels = channels;
        this.time = time;
        if (this.redisUri.isEmpty()) {
            thread = null;
            state = State.GOOD;
            detail = TEXTS.text("redis.none");
        } else {
            thread = new Thread(this::run, "live-mirror");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Mirrors these values from now on. */
    public void follow(LiveValues values) {
        followed = values;
    }

    /** Mirrors nothing from now on; keys in Redis end by their own time. */
    public void unfollow() {
        followed = null;
    }

    @Override
    public String part() {
        return "Redis";
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public String detail() {
        return detail;
    }

    /** Ends the thread and its connection; takes a bounded time. Idempotent. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        lock.lock();
        try {
            closing = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(Duration.ofMillis(CONNECT_MILLIS + ANSWER_MILLIS))) {
                LOG.warn("The mirror to Redis does not end; it is left to end by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = TICK;
        try {
            while (!closing) {
                try (Jedis redis = connect()) {
                    MirrorSession session = new MirrorSession(redis, index, channels, time);
                    // Only what was written proves it: with a full disk Redis answers, and refuses to write.
                    session.pass(followed);
                    healthy(redis);
                    pause = TICK;
                    while (!closing) {
                        await(TICK);
                        session.pass(followed);
                    }
                } catch (JedisException | IllegalArgumentException e) {
                    failed(e);
                    await(pause);
                    pause = Math.min(LONGEST_PAUSE, pause * 2);
                } catch (RuntimeException e) {
                    LOG.error("The mirror to Redis failed and begins anew", e);
                    await(LONGEST_PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Jedis connect() {
        return new Jedis(URI.create(redisUri), DefaultJedisClientConfig.builder().connectionTimeoutMillis(CONNECT_MILLIS)
                .socketTimeoutMillis(ANSWER_MILLIS).clientName("parx-live-mirror").autoNegotiateProtocol(false).build());
    }

    private void healthy(Jedis redis) {
        String version = redis.info("server").lines().filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
        if (state == State.FAILED) {
            LOG.info("Redis answers again");
        }
        detail = version;
        state = State.GOOD;
    }

    private void failed(RuntimeException e) {
        // The message of a wrong URI holds the URI, and that the password.
        Sentence cause = e instanceof IllegalArgumentException ? TEXTS.of("redis.address")
                : e instanceof JedisDataException ? TEXTS.of("redis.refuses", e.getMessage()) : Sentence.of(root(e));
        Sentence sentence = TEXTS.of("redis.unusable", cause);
        if (state != State.FAILED) {
            LOG.warn("{}", sentence.english());
        }
        detail = sentence.local();
        state = State.FAILED;
    }

    private static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!closing && left > 0) {
                left = wake.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
