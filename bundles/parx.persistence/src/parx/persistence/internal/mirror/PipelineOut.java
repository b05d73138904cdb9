package parx.persistence.internal.mirror;

import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** One pipeline to Redis that reads the answers now and then. Owned by the live-mirror thread. */
final class PipelineOut {
    private final Pipeline pipeline;
    private final int commandsPerSync;
    private int waiting;
    private boolean used;

    PipelineOut(Jedis redis, int commandsPerSync) {
        this.pipeline = redis.pipelined();
        this.commandsPerSync = commandsPerSync;
    }

    void hset(String key, Map<String, String> fields) {
        pipeline.hset(key, fields);
        sent();
    }

    void set(String key, int seconds, String value) {
        pipeline.set(key, value, SetParams.setParams().ex(seconds));
        sent();
    }

    void publish(String channel, String message) {
        pipeline.publish(channel, message);
        sent();
    }

    void delete(String key) {
        pipeline.del(key);
        sent();
    }

    /** Sends what is waiting and reads every answer. @throws JedisDataException where Redis refuses a command */
    void sync() {
        if (waiting > 0) {
            waiting = 0;
            for (Object answer : pipeline.syncAndReturnAll()) {
                if (answer instanceof JedisDataException refusal) {
                    throw refusal;
                }
            }
        }
    }

    /** Whether anything was sent. */
    boolean isUsed() {
        return used;
    }

    private void sent() {
        used = true;
        if (++waiting >= commandsPerSync) {
            sync();
        }
    }
}
