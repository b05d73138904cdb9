package parx.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;

/** What is in channel_data and its rollups, and nothing else. Thread-safe, blocks on the database. */
public interface StoredHistory {
    /** As {@link History#read}, from the database alone. */
    List<Trace> read(HistoryQuery query) throws HistoryException;

    /** As {@link History#samples}, from the database alone. */
    void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException;

    /** As {@link History#valueAt}, from the database alone. */
    List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException;

    /** The first sample of each channel at this time or later, in the order asked. */
    List<Optional<Sample>> firstFrom(List<String> channelIds, long timeMicros) throws HistoryException;

    /** Time of the newest stored sample of each channel that was not BAD when acquisition last stopped, by id. */
    Map<String, Long> newestNotBad(Collection<String> channelIds) throws HistoryException;
}
