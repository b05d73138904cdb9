package parx.acquisition.internal;

import java.util.List;
import parx.model.Channel;
import parx.model.Scaling;

/** A channel as acquisition has it in force. Immutable, any thread. */
record AcquiredChannel(int handle, Channel channel, Scaling scaling, long scanMillis, List<StoragePlan.Spec> storage) {
}
