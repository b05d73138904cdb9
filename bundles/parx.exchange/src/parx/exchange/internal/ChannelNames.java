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
    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> byName = new HashMap<>();

    ChannelNames(Channels channels, Map<String, String> chosen) {
        this.chosen = chosen;
        Set<String> ambiguous = new HashSet<>();
        for (Channel channel : channels.all()) {
            ids.add(channel.id());
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
            return ids.contains(wanted) ? wanted : "";
        }
        return ids.contains(name) ? name : byName.getOrDefault(name, "");
    }
}
