package parx.ui.channels.internal;

import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;
import parx.ui.ValueFormat;

/** What a device connection's node says. UI thread, because of its format. */
final class ConnectionText {
    private final ValueFormat format;

    ConnectionText(ValueFormat format) {
        this.format = format;
    }

    /** Shape of the state; grey where it is normal, the colour comes from {@link #abnormal}. */
    static String shape(ConnectionStatus status) {
        return status == null ? "–" : switch (status.state()) {
            case CONNECTED -> status.problem().isEmpty() ? "●" : silent(status) ? "✕" : "◐";
            case CONNECTING -> "◌";
            case FAILED -> "✕";
            case STOPPED -> "■";
        };
    }

    static String word(ConnectionStatus status) {
        return status == null ? "Not acquired" : switch (status.state()) {
            case CONNECTED -> status.problem().isEmpty() ? "Connected" : silent(status) ? "No answer" : "Connected, in part";
            case CONNECTING -> "Connecting…";
            case FAILED -> "No connection";
            case STOPPED -> "Stopped";
        };
    }

    /** The link stands, but nothing that it leads to answers. */
    private static boolean silent(ConnectionStatus status) {
        return !status.problem().isEmpty() && status.roundTripMicros() < 0;
    }

    static boolean abnormal(ConnectionStatus status) {
        return status != null && (status.state() == ConnectionState.FAILED || !status.problem().isEmpty());
    }

    /** "3.2 ms · 25 requests/s · 12 channels". */
    String figures(ConnectionStatus status, int channels) {
        StringBuilder text = new StringBuilder();
        if (status != null && status.state() == ConnectionState.CONNECTED) {
            if (status.roundTripMicros() >= 0) {
                text.append(roundTrip(status.roundTripMicros())).append(" · ");
            }
            double rate = status.requestsPerSecond();
            text.append(format.number(rate, rate < 10 ? 1 : 0)).append(" requests/s · ");
        }
        return text.append(count(channels)).toString();
    }

    /** The whole sentence for the strip below the tree: state, since when, cause and next step. */
    String sentence(ConnectionStatus status, long nowMicros) {
        if (status == null) {
            return "Nobody acquires from this device now: its channels are disabled, or acquisition is not running.";
        }
        String since = status.sinceMicros() > 0 ? " since " + format.timeToSecond(status.sinceMicros())
                + " (" + format.age(nowMicros - status.sinceMicros()) + ")" : "";
        String state = word(status).replace("…", "") + since + ".";
        if (!status.problem().isEmpty()) {
            return state + " " + status.problem();
        }
        String late = status.overruns() > 0 ? " " + format.compact(status.overruns())
                + " scans began late: the device is slower than its scan rate; choose a slower one." : "";
        return switch (status.state()) {
            case CONNECTED -> state + late;
            case CONNECTING -> state + " Waiting for the device to answer.";
            case FAILED -> state + " ParX keeps trying.";
            case STOPPED -> state + " It starts again as soon as one of its channels is enabled.";
        };
    }

    static String count(int channels) {
        return channels == 1 ? "1 channel" : channels + " channels";
    }

    private String roundTrip(long micros) {
        // On one machine an answer takes microseconds; zero would look like a fault.
        double millis = Math.max(100, micros) / 1_000.0;
        return format.number(millis, millis < 10 ? 1 : 0) + " ms";
    }
}
