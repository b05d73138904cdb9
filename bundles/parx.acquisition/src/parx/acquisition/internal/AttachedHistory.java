package parx.acquisition.internal;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import parx.model.ChannelIndex;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.History;
import parx.service.Site;
import parx.service.StoredHistory;
import parx.service.Trace;

/** The history where a site is attached and nothing is acquired: what is stored, and nothing newer. Thread-safe. */
@Component(service = History.class)
public final class AttachedHistory implements History {
    private final SeamlessHistory stored;

    @Activate
    public AttachedHistory(@Reference(target = "(" + Site.ATTACHED + "=true)") StoredHistory stored,
            @Reference Channels channels, @Reference ChannelIndex index) {
        this.stored = new SeamlessHistory(index, new RecentSamples(0, 0), stored,
                id -> channels.byId(id).map(channel -> channel.metadata().stepped()).orElse(false), TimeSource.system());
    }

    @Override
    public List<Trace> read(HistoryQuery query) throws HistoryException {
        return stored.read(query);
    }

    @Override
    public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException {
        stored.samples(channelIds, fromMicros, toMicros, into);
    }

    @Override
    public void resample(Resampling query, RowSink into) throws HistoryException {
        stored.resample(query, into);
    }

    @Override
    public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException {
        return stored.valueAt(channelIds, timeMicros);
    }
}
