package parx.ui.channels.internal;

import parx.driver.Drivers;
import parx.driver.Trials;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Acquisition;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.LiveValues;
import parx.service.Users;

/** What the channels view works with. Immutable; each service says itself which of its methods may block. */
record ChannelServices(Channels channels, LiveValues live, Acquisition acquisition, Users users,
        ConnectionSettings connectionSettings, Drivers drivers, Trials trials, ChannelIndex index, TimeSource clock) {
}
