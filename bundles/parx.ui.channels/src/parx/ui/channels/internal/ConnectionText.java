package parx.ui.channels.internal;

import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;
import parx.ui.ValueFormat;
import parx.ui.Words;
import parx.ui.channels.internal.ChannelTree.Branch;

/** What a device connection's node says. UI thread, because of its format. */
final class ConnectionText {
    private final ValueFormat format;
    private final Words words;

    ConnectionText(ValueFormat format, Words words) {
        this.format = format;
        this.words = words;
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

    String word(ConnectionStatus status) {
        return words.text("connection." + (status == null ? "none" : switch (status.state()) {
            case CONNECTED -> status.problem().isEmpty() ? "connected" : silent(status) ? "silent" : "inPart";
            case CONNECTING -> "connecting";
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        }));
    }

    /** The link stands, but nothing that it leads to answers. */
    private static boolean silent(ConnectionStatus status) {
        return !status.problem().isEmpty() && status.roundTripMicros() < 0;
    }

    static boolean abnormal(ConnectionStatus status) {
        return status != null && (status.state() == ConnectionState.FAILED || !status.problem().isEmpty());
    }

    /** "3.2 ms · 25 requests/s · 12 channels", or "12 channels · 10.0.0.1:502 refuses the connection". */
    String figures(ConnectionStatus status, Branch branch) {
        StringBuilder text = new StringBuilder();
        if (status != null && status.state() == ConnectionState.CONNECTED) {
            if (status.roundTripMicros() >= 0) {
                text.append(roundTrip(status.roundTripMicros())).append(" · ");
            }
            double rate = status.requestsPerSecond();
            text.append(words.text("connection.rate", format.number(rate, rate < 10 ? 1 : 0))).append(" · ");
        }
        text.append(count(branch));
        if (status != null && status.state() == ConnectionState.FAILED && !status.problem().isEmpty()) {
            text.append(" · ").append(cause(status.problem()));
        }
        return text.toString();
    }

    /** What happened, without what to do about it: that is said below the tree. */
    private static String cause(String problem) {
        return problem.strip().split("[:;.]\\s|\\.$", 2)[0];
    }

    /** The whole sentence for the strip below the tree: state, since when, cause and next step. */
    String sentence(ConnectionStatus status, long nowMicros) {
        if (status == null) {
            return words.text("connection.nobody");
        }
        String word = word(status).replace("…", "");
        String state = status.sinceMicros() <= 0 ? word + "." : words.text("connection.since", word,
                format.timeToSecond(status.sinceMicros()), format.age(nowMicros - status.sinceMicros()));
        if (!status.problem().isEmpty()) {
            return state + " " + ended(status.problem());
        }
        String late = status.overruns() > 0 ? words.text("connection.late", format.compact(status.overruns())) : "";
        return switch (status.state()) {
            case CONNECTED -> state + late;
            case CONNECTING -> state + words.text("connection.waiting");
            case FAILED -> state + words.text("connection.trying");
            case STOPPED -> state + words.text("connection.again");
        };
    }

    /** A cause may come from a driver or a device without its full stop. */
    static String ended(String sentence) {
        String text = sentence.strip();
        return text.isEmpty() || ".!?…".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
    }

    /** "12 channels", or "3 of 12 channels" where the filter hides some. */
    String count(Branch branch) {
        return branch.channels() == branch.all() ? words.text("count", branch.all()) : words.text("count.some", branch.channels(), branch.all());
    }

    private String roundTrip(long micros) {
        // On one machine an answer takes microseconds; zero would look like a fault.
        double millis = Math.max(100, micros) / 1_000.0;
        return format.number(millis, millis < 10 ? 1 : 0) + " ms";
    }
}
