package parx.ui.trend.internal;

import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.History;
import parx.service.LiveValues;
import parx.service.RecentHistory;

/** What a trend works with. Immutable; each service says itself which of its methods may block. */
record TrendServices(Channels channels, LiveValues live, History history, RecentHistory recent, ChannelIndex index,
        TimeSource clock) {
}
