package parx.acquisition.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.service.RuleStores;

/**
 * What the pipeline is to store from now on. Immutable by convention; made on any thread, for the pipeline's.
 *
 * @param asks    by the channel's handle
 * @param handles of channels by id
 * @param stores  where rules open stores of their own, or null where there is no such service
 */
record StorageInForce(List<StoragePlan.Planned> rules, Map<Integer, List<StoragePlan.Ask>> asks, ChannelIndex handles,
        RuleStores stores) {
    static StorageInForce of(StoragePlan plan, Collection<Channel> channels, ChannelIndex index, RuleStores stores) {
        Map<Integer, List<StoragePlan.Ask>> asks = new HashMap<>();
        for (Channel channel : channels) {
            List<StoragePlan.Ask> ofChannel = plan.of(channel);
            if (!ofChannel.isEmpty()) {
                asks.put(index.handle(channel.id()), ofChannel);
            }
        }
        return new StorageInForce(plan.rules(), asks, index, stores);
    }
}
