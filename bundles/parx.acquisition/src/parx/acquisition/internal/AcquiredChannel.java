package parx.acquisition.internal;

import parx.model.Channel;
import parx.model.Scaling;

/**
 * A channel as acquisition has it in force. Immutable, any thread.
 *
 * @param quietMillis how long it may have nothing new to say although all is well
 */
record AcquiredChannel(int handle, Channel channel, Scaling scaling, long scanMillis, long quietMillis) {
    /** One that every scan brings a value for. */
    AcquiredChannel(int handle, Channel channel, Scaling scaling, long scanMillis) {
        this(handle, channel, scaling, scanMillis, scanMillis);
    }
}
