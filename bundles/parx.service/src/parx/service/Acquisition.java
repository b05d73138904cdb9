package parx.service;

import java.util.List;

/** What acquisition is doing. Thread-safe, never blocks, may be called on the UI thread. */
public interface Acquisition {
    /** Every device connection, ordered by name. */
    List<ConnectionStatus> connections();

    AcquisitionRates rates();

    /** Which connection reads this channel, or null: disabled, or its config is invalid. */
    String connectionOf(String channelId);

    /** A sentence for people about why this channel cannot be read as configured and what to do next, or empty. */
    default String problemOf(String channelId) {
        return "";
    }

    /** Whether a storage rule in force keeps this channel's samples. */
    default boolean stored(String channelId) {
        return true;
    }

    /** What a device connection is doing. */
    enum ConnectionState { CONNECTING, CONNECTED, FAILED, STOPPED }

    /**
     * @param name            as {@code Driver.connectionName}
     * @param state           now
     * @param channels        enabled channels that it reads
     * @param requestsPerSecond over the last seconds
     * @param roundTripMicros of the newest request, -1 before the first
     * @param overruns        scans that began late because the device or the pipeline was too slow, since the start
     * @param problem         a sentence for people about what is wrong and what to do next, or empty
     * @param sinceMicros     when the state began
     */
    record ConnectionStatus(String name, String protocol, ConnectionState state, int channels,
            double requestsPerSecond, long roundTripMicros, long overruns, String problem, long sinceMicros) {
    }

    /**
     * @param samplesPerSecond through the pipeline, over the last seconds
     * @param storedPerSecond  handed to the history writer, over the last seconds
     * @param impossibleTimes  samples not stored because their time was impossible, since the start
     * @param dropped          samples dropped at a full queue, since the start
     */
    record AcquisitionRates(double samplesPerSecond, double storedPerSecond, long impossibleTimes, long dropped) {
    }
}
