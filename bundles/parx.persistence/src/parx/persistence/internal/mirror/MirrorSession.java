package parx.persistence.internal.mirror;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.LiveValues;
import redis.clients.jedis.Jedis;

/** One connection's time: what Redis has been told since it was made. Owned by the live-mirror thread. */
final class MirrorSession {
    private static final int LIVE_SECONDS = 60;
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** Answers are read so often that neither side's buffers fill. */
    private static final int COMMANDS_PER_SYNC = 6000;
    private static final String UPDATES = "channel:updates";

    private final Jedis redis;
    private final ChannelIndex index;
    private final Channels channels;
    private final TimeSource time;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private final Map<String, Map<String, String>> registered = new HashMap<>();
    private List<Channel> knownChannels;
    private LiveValues values;
    private long revision;
    private long refreshed;
    private long heard;
    private boolean everything = true;

    MirrorSession(Jedis redis, ChannelIndex index, Channels channels, TimeSource time) {
        this.redis = redis;
        this.index = index;
        this.channels = channels;
        this.time = time;
        RegistryKeys.existing(redis).forEach(id -> registered.put(id, Map.of()));
    }

    /** Sends what is new since the last pass. */
    void pass(LiveValues now) {
        PipelineOut out = new PipelineOut(redis, COMMANDS_PER_SYNC);
        boolean refresh = everything || time.monotonicNanos() - refreshed >= REFRESH_NANOS;
        if (refresh) {
            forgetRegistered();
        }
        register(out);
        if (now != values) {
            values = now;
            everything = true;
        }
        if (now != null) {
            values(now, refresh || everything, out);
        }
        out.sync();
        if (out.isUsed()) {
            heard = time.monotonicNanos();
        } else if (time.monotonicNanos() - heard >= PING_NANOS) {
            // Without anything to send a dead Redis would not be noticed.
            redis.ping();
            heard = time.monotonicNanos();
        }
        if (refresh || everything) {
            refreshed = time.monotonicNanos();
            everything = false;
        }
    }

    /** Somebody may have emptied Redis. */
    private void forgetRegistered() {
        registered.replaceAll((id, hash) -> Map.of());
        knownChannels = null;
    }

    /** Registry entries follow the configuration; those of removed channels go. */
    private void register(PipelineOut out) {
        List<Channel> all = channels.all();
        if (all == knownChannels) {
            return;
        }
        Set<String> gone = new HashSet<>(registered.keySet());
        all.forEach(channel -> {
            gone.remove(channel.id());
            Map<String, String> hash = LiveMessages.registration(channel);
            if (!hash.equals(registered.get(channel.id()))) {
                out.hset(LiveMessages.registryKey(channel.id()), hash);
                registered.put(channel.id(), hash);
            }
        });
        for (String id : gone) {
            out.delete(LiveMessages.registryKey(id));
            out.delete(LiveMessages.liveKey(id));
            registered.remove(id);
        }
        knownChannels = all;
    }

    private void values(LiveValues now, boolean refresh, PipelineOut out) {
        long next = now.revision();
        if (next == revision && !refresh) {
            return;
        }
        for (int handle = 0; handle < now.size(); handle++) {
            boolean changed = everything || now.changedSince(handle, revision);
            if (changed || refresh && now.inForce(handle).isPresent()) {
                send(now, handle, changed, out);
            }
        }
        revision = next;
    }

    private void send(LiveValues now, int handle, boolean changed, PipelineOut out) {
        if (!now.read(handle, slot)) {
            return;
        }
        String id = index.id(handle);
        if (!registered.containsKey(id)) {
            return;
        }
        out.set(LiveMessages.liveKey(id), LIVE_SECONDS, LiveMessages.live(slot));
        if (changed) {
            Map<String, String> hash = new HashMap<>(4);
            LiveMessages.value(hash, slot);
            out.hset(LiveMessages.registryKey(id), hash);
            out.publish(UPDATES, LiveMessages.update(id, slot));
        }
    }
}
