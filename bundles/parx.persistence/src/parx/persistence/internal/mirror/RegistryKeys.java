package parx.persistence.internal.mirror;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Finds the channels that an earlier run registered, so that removed ones can go. Owned by the live-mirror thread. */
final class RegistryKeys {
    private static final int PER_STEP = 1000;

    private RegistryKeys() {
    }

    /** Their channel ids. */
    static List<String> existing(Jedis redis) {
        String prefix = LiveMessages.registryKey("");
        ScanParams params = new ScanParams().match(prefix + "*").count(PER_STEP);
        List<String> ids = new ArrayList<>();
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> step = redis.scan(cursor, params);
            step.getResult().forEach(key -> ids.add(key.substring(prefix.length())));
            cursor = step.getCursor();
        } while (!ScanParams.SCAN_POINTER_START.equals(cursor));
        return ids;
    }
}
