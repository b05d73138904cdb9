package parx.ui.trend.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import parx.chart.TimeWindow;

/**
 * What a trend shows, in a form that survives a restart. Not where it was paused: who starts ParX must not take the past
 * for now. Immutable, any thread.
 *
 * @param hidden ids of channels whose trace is switched off
 */
record TrendState(List<String> channelIds, List<String> hidden, long spanMicros, boolean lanes) {
    static final TrendState EMPTY = new TrendState(List.of(), List.of(), GrowingSpan.USUAL, false);

    TrendState {
        channelIds = List.copyOf(channelIds);
        hidden = List.copyOf(hidden);
    }

    String text() {
        return encode(channelIds) + ";" + encode(hidden) + ";" + spanMicros + ";" + lanes;
    }

    /** What cannot be read counts as empty: a trend that opens without its channels beats one that does not open. */
    static TrendState parse(String text) {
        if (text == null) {
            return EMPTY;
        }
        // An older version wrote where it was paused before the last part.
        String[] parts = text.split(";", -1);
        try {
            long span = Math.max(TimeWindow.MIN_SPAN, Math.min(TimeWindow.MAX_SPAN, Long.parseLong(parts[2])));
            return new TrendState(decode(parts[0]), decode(parts[1]), span,
                    Boolean.parseBoolean(parts[parts.length - 1]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return EMPTY;
        }
    }

    /** Comma-separated, each id URL-encoded: also the form of the command's parameter. */
    static String encode(List<String> ids) {
        return ids.stream().map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8)).collect(Collectors.joining(","));
    }

    static List<String> decode(String text) {
        return Arrays.stream(text.split(",")).filter(id -> !id.isBlank())
                .map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8)).toList();
    }
}
