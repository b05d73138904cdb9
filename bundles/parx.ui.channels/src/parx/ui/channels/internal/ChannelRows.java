package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.model.Channel;

/**
 * The rows of all channels, kept from one reading of the configuration to the next where nothing changed. Immutable,
 * any thread.
 *
 * @param all in the configuration's order
 */
record ChannelRows(List<ChannelRow> all, Map<String, ChannelRow> byId) {
    static final ChannelRows NONE = new ChannelRows(List.of(), Map.of());

    /** The rows of these channels, in their order. */
    ChannelRows next(List<Channel> channels, ChannelServices services) {
        Map<String, ChannelRow> now = HashMap.newHashMap(channels.size());
        List<ChannelRow> rows = new ArrayList<>(channels.size());
        for (Channel channel : channels) {
            ChannelRow known = byId.get(channel.id());
            ChannelRow row = known != null && known.channel() == channel ? known
                    : new ChannelRow(channel, services.drivers(), services.index());
            now.put(channel.id(), row);
            rows.add(row);
        }
        return new ChannelRows(rows, now);
    }

    /** The row of this channel, or null. */
    ChannelRow byId(String id) {
        return byId.get(id);
    }
}
