package parx.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;

/** What is in channel_data and its rollups, and nothing else. Thread-safe, blocks on the database. */
public interface StoredHistory {
    /** As {@link History#read}, from the database alone. */
    List<Trace> read(HistoryQuery query) throws HistoryException;

    /** Time of the newest stored sample of each channel that was not BAD when acquisition last stopped, by id. */
    Map<String, Long> newestNotBad(Collection<String> channelIds) throws HistoryException;
}
