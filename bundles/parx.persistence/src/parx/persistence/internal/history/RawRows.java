package parx.persistence.internal.history;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.SampleSink;

/**
 * Stored samples as they are, wherever they lie; the one place from which every query takes them. Called on the thread
 * of a query, within its transaction. The sink gets a channel's place in the list, not a handle, and the stored
 * quality without a reason.
 */
public interface RawRows {
    /** No limit. */
    long ALL = Long.MAX_VALUE;

    /**
     * Hands over the samples with {@code from <= time <= to}: of each channel ascending strictly in time, the channels
     * one after the other or mixed.
     *
     * @param most of each channel no more than this many, the oldest ones
     */
    void read(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, long most, SampleSink into)
            throws SQLException;

    /** Hands over the newest sample of each channel with {@code from <= time <= to}, where there is one. */
    void newest(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, SampleSink into)
            throws SQLException;
}
