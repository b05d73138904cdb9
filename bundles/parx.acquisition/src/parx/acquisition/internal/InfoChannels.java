package parx.acquisition.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import parx.model.QualityCode;
import parx.service.LiveValues;

/** What a rule's info channels show, which names recordings and batches. Pipeline thread. */
final class InfoChannels {
    private final Map<String, String> channelsByName;
    private final LiveTable live;
    private final ToIntFunction<String> handles;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private long newestMicros;

    /** @param channelsByName channel ids @param handles of channels by id */
    InfoChannels(Map<String, String> channelsByName, LiveTable live, ToIntFunction<String> handles) {
        this.channelsByName = channelsByName;
        this.live = live;
        this.handles = handles;
    }

    /** By name; one whose channel is BAD or was never read is missing. */
    Map<String, String> now() {
        Map<String, String> info = new LinkedHashMap<>();
        newestMicros = 0;
        channelsByName.forEach((name, channelId) -> {
            if (live.read(handles.applyAsInt(channelId), slot) && !QualityCode.isBad(slot.quality)) {
                info.put(name, slot.text != null ? slot.text.strip() : number(slot.value));
                newestMicros = Math.max(newestMicros, slot.timeMicros);
            }
        });
        return info;
    }

    /** Time of the newest of what {@link #now} returned last; 0 where that was nothing. */
    long newestMicros() {
        return newestMicros;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
