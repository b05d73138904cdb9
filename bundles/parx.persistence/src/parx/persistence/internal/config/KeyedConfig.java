package parx.persistence.internal.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import parx.model.Settings;

/**
 * The specification's examples key a config by alternatives ({@code {"modbus": {…}, "opcua": {…}}}), of which a row
 * has one: ParX reads both forms and writes the flat one. Pure function, any thread.
 */
final class KeyedConfig {
    private KeyedConfig() {
    }

    /** The inner object of {@code key} laid over whatever is keyed by none of the alternatives; else as it stands. */
    static Settings flat(Settings config, String key, Set<String> alternatives) {
        if (!(config.raw(key) instanceof Settings inner)) {
            return config;
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        for (String other : config.keys()) {
            if (!alternatives.contains(other)) {
                flat.put(other, config.raw(other));
            }
        }
        return Settings.of(flat).overlay(inner);
    }
}
