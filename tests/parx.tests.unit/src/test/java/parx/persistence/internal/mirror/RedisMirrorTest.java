package parx.persistence.internal.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Change;
import parx.service.Channels;
import parx.service.Health;
import parx.service.LiveValues;
import parx.service.Subscription;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

class RedisMirrorTest {
    private static final long AT = 1_705_315_200_000_999L;

    private final TestRedis redis = new TestRedis();
    private final ChannelIndex index = new ChannelIndex();
    private final ListedChannels channels = new ListedChannels();
    private final Values values = new Values();
    private final AtomicLong skippedNanos = new AtomicLong();
    private Jedis client;
    private RedisMirror mirror;

    @BeforeEach
    void open() {
        client = redis.connect();
        channels.put(channel("ch-001", "Line Speed"));
        channels.put(channel("ch-\"2\"", "Täglich"));
        mirror = mirror(redis.uri());
    }

    @AfterEach
    void close() {
        mirror.close();
        client.close();
        redis.close();
    }

    @Test
    void registryLiveKeyAndUpdateAreInTheSpecifiedForms() throws Exception {
        ConcurrentLinkedQueue<String> messages = subscribe();
        values.set(index.handle("ch-001"), 125.5, QualityCode.GOOD);
        values.set(index.handle("ch-\"2\""), Double.NaN, QualityCode.of(Reason.TIMEOUT));
        mirror.follow(values);
        until("published", () -> messages.size() == 2);
        assertEquals(Map.of("id", "ch-001", "name", "Line Speed", "protocol", "modbus", "units", "m/min", "dataType", "float",
                "lastValue", "125.5", "lastQuality", "GOOD", "lastUpdate", "1705315200000"),
                client.hgetAll("signal:registry:ch-001"));
        assertEquals("{\"value\":125.5,\"quality\":\"GOOD\",\"timestamp\":1705315200000}", client.get("live:ch-001"));
        assertTrue(client.ttl("live:ch-001") > 0 && client.ttl("live:ch-001") <= 60);
        assertEquals(-1, client.ttl("signal:registry:ch-001"), "the registry has no TTL");
        assertEquals("{\"channelId\":\"ch-001\",\"value\":125.5,\"quality\":\"GOOD\",\"timestamp\":1705315200000}", messages.poll());
        JsonNode bad = new ObjectMapper().readTree(messages.poll());
        assertEquals("ch-\"2\"", bad.get("channelId").asText());
        assertTrue(bad.get("value").isNull());
        assertEquals("BAD", bad.get("quality").asText());
        assertEquals("", client.hget("signal:registry:ch-\"2\"", "lastValue"));
        assertEquals(Health.State.GOOD, mirror.state());
        assertTrue(mirror.detail().startsWith("6.2"), mirror.detail());
    }

    @Test
    void onlyWhatChangesIsPublishedButEveryLiveKeyStays() throws Exception {
        ConcurrentLinkedQueue<String> messages = subscribe();
        int speed = index.handle("ch-001");
        values.set(speed, 1, QualityCode.GOOD);
        values.set(index.handle("ch-\"2\""), 2, QualityCode.GOOD);
        mirror.follow(values);
        until("all published", () -> messages.size() == 2);
        values.set(speed, 3, QualityCode.GOOD);
        until("the change is published", () -> messages.size() == 3);
        client.del("live:ch-001", "live:ch-\"2\"", "signal:registry:ch-001");
        skippedNanos.addAndGet(TimeUnit.SECONDS.toNanos(21));
        until("keys are refreshed", () -> client.exists("live:ch-001", "live:ch-\"2\"", "signal:registry:ch-001") == 3);
        assertEquals(3, messages.size());
        values.inForce = false;
        client.del("live:ch-\"2\"");
        values.set(speed, 4, QualityCode.GOOD);
        skippedNanos.addAndGet(TimeUnit.SECONDS.toNanos(21));
        until("the change is published", () -> messages.size() == 4);
        assertFalse(client.exists("live:ch-\"2\""), "what is no longer acquired ends by its TTL");
    }

    @Test
    void textIsMirroredAsText() {
        values.text = "COIL \"7\"\n";
        values.set(index.handle("ch-001"), Double.NaN, QualityCode.GOOD);
        mirror.follow(values);
        until("mirrored", () -> client.exists("live:ch-001"));
        assertEquals("{\"value\":\"COIL \\\"7\\\"\\u000a\",\"quality\":\"GOOD\",\"timestamp\":1705315200000}",
                client.get("live:ch-001"));
        until("registered", () -> "COIL \"7\"\n".equals(client.hget("signal:registry:ch-001", "lastValue")));
    }

    @Test
    void aRemovedChannelLeavesTheRegistryAlsoAfterARestart() {
        values.set(index.handle("ch-001"), 1, QualityCode.GOOD);
        mirror.follow(values);
        until("registered", () -> client.exists("signal:registry:ch-001", "signal:registry:ch-\"2\"", "live:ch-001") == 3);
        channels.remove("ch-001");
        until("removed", () -> client.exists("signal:registry:ch-001", "live:ch-001") == 0);
        mirror.close();
        channels.remove("ch-\"2\"");
        channels.put(channel("ch-3", "New"));
        mirror = mirror(redis.uri());
        until("swept", () -> client.keys("signal:registry:*").equals(java.util.Set.of("signal:registry:ch-3")));
        values.set(index.handle("ch-001"), 5, QualityCode.GOOD);
        channels.put(channel("ch-3", "Renamed"));
        until("renamed", () -> "Renamed".equals(client.hget("signal:registry:ch-3", "name")));
        assertFalse(client.exists("signal:registry:ch-001"), "a late value does not bring it back");
    }

    @Test
    void aKilledRedisIsSaidAndGetsEverythingAnewWhenItIsBack() {
        values.set(index.handle("ch-001"), 1, QualityCode.GOOD);
        values.set(index.handle("ch-\"2\""), 2, QualityCode.GOOD);
        mirror.follow(values);
        until("mirrored", () -> client.exists("live:ch-001"));
        redis.kill();
        until("it says so", () -> mirror.state() == Health.State.FAILED);
        assertTrue(mirror.detail().startsWith("Redis cannot be used"), mirror.detail());
        values.set(index.handle("ch-001"), 7, QualityCode.GOOD);
        redis.start();
        client.close();
        client = redis.connect();
        until("everything is back", () -> client.exists("live:ch-001", "live:ch-\"2\"", "signal:registry:ch-001",
                "signal:registry:ch-\"2\"") == 4);
        assertEquals("{\"value\":7,\"quality\":\"GOOD\",\"timestamp\":1705315200000}", client.get("live:ch-001"));
        until("it says so", () -> mirror.state() == Health.State.GOOD);
    }

    @Test
    void whatIsUnfollowedIsNoLongerMirrored() {
        values.set(index.handle("ch-001"), 1, QualityCode.GOOD);
        mirror.follow(values);
        until("mirrored", () -> client.exists("live:ch-001"));
        mirror.unfollow();
        channels.put(channel("ch-4", "Marker"));
        until("a pass later", () -> client.exists("signal:registry:ch-4"));
        client.del("live:ch-001");
        values.set(index.handle("ch-001"), 2, QualityCode.GOOD);
        channels.put(channel("ch-5", "Marker"));
        until("a pass later", () -> client.exists("signal:registry:ch-5"));
        assertFalse(client.exists("live:ch-001"));
    }

    @Test
    void aWrongPasswordAWrongAddressAndNoneAreSaidWithoutTheSecret() {
        try (RedisMirror wrong = mirror(redis.uriWithWrongPassword()); RedisMirror odd = mirror("redis://u:secret@ho st");
                RedisMirror none = mirror("")) {
            until("refused", () -> wrong.state() == Health.State.FAILED);
            until("not valid", () -> odd.state() == Health.State.FAILED);
            assertTrue(wrong.detail().contains("it refuses"), wrong.detail());
            assertFalse(odd.detail().contains("secret"), odd.detail());
            assertEquals(Health.State.GOOD, none.state());
            assertTrue(none.detail().contains("Not used"), none.detail());
        }
    }

    private RedisMirror mirror(String uri) {
        TimeSource real = TimeSource.system();
        return new RedisMirror(uri, index, channels, new TimeSource() {
            @Override
            public long nowMicros() {
                return real.nowMicros();
            }

            @Override
            public long monotonicNanos() {
                return real.monotonicNanos() + skippedNanos.get();
            }
        });
    }

    private ConcurrentLinkedQueue<String> subscribe() throws InterruptedException {
        ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try (Jedis subscriber = redis.connect()) {
                subscriber.subscribe(new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int count) {
                        subscribed.countDown();
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        messages.add(message);
                    }
                }, "channel:updates");
            } catch (redis.clients.jedis.exceptions.JedisException e) {
                subscribed.countDown();
            }
        });
        thread.setDaemon(true);
        thread.start();
        assertTrue(subscribed.await(60, TimeUnit.SECONDS));
        return messages;
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not in time: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static Channel channel(String id, String name) {
        return new Channel(id, name, Protocol.MODBUS, true, Settings.with("host", "127.0.0.1", "dataType", "float"),
                new ChannelMetadata(Settings.with("units", "m/min")));
    }

    /** Values set by the test. */
    private static final class Values implements LiveValues {
        private final double[] value = new double[16];
        private final byte[] quality = new byte[16];
        private final long[] changed = new long[16];
        private long revision;
        private int size;
        volatile String text;
        volatile boolean inForce = true;

        synchronized void set(int handle, double newValue, byte newQuality) {
            value[handle] = newValue;
            quality[handle] = newQuality;
            changed[handle] = ++revision;
            size = Math.max(size, handle + 1);
        }

        @Override
        public synchronized long revision() {
            return revision;
        }

        @Override
        public synchronized boolean read(int handle, Slot into) {
            into.value = value[handle];
            into.quality = quality[handle];
            into.timeMicros = AT;
            into.text = text;
            return changed[handle] > 0;
        }

        @Override
        public synchronized boolean changedSince(int handle, long since) {
            return changed[handle] > since;
        }

        @Override
        public synchronized int size() {
            return size;
        }

        @Override
        public Optional<Channel> inForce(int handle) {
            return inForce ? Optional.of(channel("any", "any")) : Optional.empty();
        }
    }

    /** The channels of the test; what a database would hold. */
    private static final class ListedChannels implements Channels {
        private volatile List<Channel> all = List.of();

        void put(Channel channel) {
            List<Channel> next = new ArrayList<>(all);
            next.removeIf(known -> known.id().equals(channel.id()));
            next.add(channel);
            all = List.copyOf(next);
        }

        void remove(String id) {
            all = all.stream().filter(known -> !known.id().equals(id)).toList();
        }

        @Override
        public List<Channel> all() {
            return all;
        }

        @Override
        public Optional<Channel> byId(String id) {
            return all.stream().filter(known -> known.id().equals(id)).findFirst();
        }

        @Override
        public void apply(User by, Collection<Change<Channel>> changes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Subscription onChange(Runnable listener) {
            return () -> {
            };
        }
    }
}
