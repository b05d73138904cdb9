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

    /**
     * Hands over means, least and greatest values of these channels, ascending by time over all of them, each of a part of
     * one of the steps {@code from, from + step, …}: for as much of the range, {@code toMicros} exclusive, as can be had
     * for less than its samples.
     *
     * @return where that ends: from here on the samples have to be asked for
     */
    long aggregates(List<String> channelIds, long fromMicros, long toMicros, long stepMicros, AggregateSink into)
            throws HistoryException;

    /** Takes what several samples of a channel come to. The caller's thread. */
    interface AggregateSink {
        /**
         * @param place      of the channel in the list
         * @param timeMicros before or at the first of the samples, in the same step
         * @param counted    how many count; where none do, the three values are NaN
         * @param impaired   whether one of the samples is less than GOOD
         */
        void aggregate(int place, long timeMicros, long counted, double average, double min, double max, boolean impaired);
    }

    /** Time of the newest stored sample of each channel that was not BAD when acquisition last stopped, by id. */
    Map<String, Long> newestNotBad(Collection<String> channelIds) throws HistoryException;
}
