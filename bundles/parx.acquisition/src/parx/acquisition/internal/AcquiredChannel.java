package parx.acquisition.internal;

import parx.model.Channel;
import parx.model.Scaling;

/** A channel as acquisition has it in force. Immutable, any thread. */
record AcquiredChannel(int handle, Channel channel, Scaling scaling, long scanMillis) {
}
