package parx.exchange.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import parx.model.Channel;
import parx.service.Channels;

/** Which channel a name in a file means: as the mapping says, else an id, else a name that only one has. Immutable. */
final class ChannelNames {
    private final Map<String, String> chosen;
    /** By id. */
    private final Map<String, String> units = new HashMap<>();
    private final Map<String, String> byName = new HashMap<>();

    ChannelNames(Channels channels, Map<String, String> chosen) {
        this.chosen = chosen;
        Set<String> ambiguous = new HashSet<>();
        for (Channel channel : channels.all()) {
            units.put(channel.id(), channel.metadata().units());
            if (byName.put(channel.name(), channel.id()) != null) {
                ambiguous.add(channel.name());
            }
        }
        byName.keySet().removeAll(ambiguous);
    }

    /** Whether the mapping says to leave this name out. */
    boolean leftOut(String name) {
        return chosen.getOrDefault(name, name).isEmpty() && chosen.containsKey(name);
    }

    /** The channel's id, or the empty text where no channel fits. */
    String id(String name) {
        String wanted = chosen.get(name);
        if (wanted != null) {
            return units.containsKey(wanted) ? wanted : "";
        }
        return units.containsKey(name) ? name : byName.getOrDefault(name, "");
    }

    /** The unit of the channel that this name means; the empty text where there is none. */
    String units(String name) {
        return units.getOrDefault(id(name), "");
    }
}
