package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.driver.Drivers;
import parx.model.Channel;
import parx.model.ChannelIndex;

/** The rows of all channels, kept from one reading of the configuration to the next where nothing changed. UI thread. */
final class ChannelRows {
    private final Drivers drivers;
    private final ChannelIndex index;
    private Map<String, ChannelRow> byId = Map.of();
    private List<ChannelRow> all = List.of();

    ChannelRows(Drivers drivers, ChannelIndex index) {
        this.drivers = drivers;
        this.index = index;
    }

    /** The rows of these channels, in their order. */
    List<ChannelRow> of(List<Channel> channels) {
        Map<String, ChannelRow> now = HashMap.newHashMap(channels.size());
        List<ChannelRow> rows = new ArrayList<>(channels.size());
        for (Channel channel : channels) {
            ChannelRow known = byId.get(channel.id());
            ChannelRow row = known != null && known.channel() == channel ? known : new ChannelRow(channel, drivers, index);
            now.put(channel.id(), row);
            rows.add(row);
        }
        byId = now;
        all = rows;
        return rows;
    }

    /** Those of the newest {@link #of}. */
    List<ChannelRow> all() {
        return all;
    }

    /** The row of this channel, or null. */
    ChannelRow byId(String id) {
        return byId.get(id);
    }
}
