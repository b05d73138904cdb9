package parx.persistence.internal.mirror;

import java.util.HashMap;
import java.util.Map;
import parx.model.Channel;
import parx.model.QualityCode;
import parx.service.LiveValues;

/** The texts that the specification gives for Redis (signal registry, live data cache, pub/sub). Pure, any thread. */
final class LiveMessages {
    private LiveMessages() {
    }

    static String registryKey(String channelId) {
        return "signal:registry:" + channelId;
    }

    static String liveKey(String channelId) {
        return "live:" + channelId;
    }

    /** What the registry says of a channel without a value. */
    static Map<String, String> registration(Channel channel) {
        Map<String, String> hash = new HashMap<>();
        hash.put("id", channel.id());
        hash.put("name", channel.name());
        hash.put("protocol", channel.protocol().key());
        hash.put("units", channel.metadata().units());
        hash.put("dataType", channel.config().text("dataType", ""));
        return hash;
    }

    /** Adds the newest value; a value that is no number is an empty text here. */
    static void value(Map<String, String> hash, LiveValues.Slot slot) {
        String plain = slot.text != null ? slot.text : Double.isFinite(slot.value) ? number(slot.value) : "";
        hash.put("lastValue", plain);
        hash.put("lastQuality", QualityCode.quality(slot.quality).name());
        hash.put("lastUpdate", Long.toString(millis(slot)));
    }

    /** {@code {"value":125.5,"quality":"GOOD","timestamp":1705315200000}} */
    static String live(LiveValues.Slot slot) {
        StringBuilder json = new StringBuilder(80).append('{');
        return tail(json, slot);
    }

    /** {@code {"channelId":"ch-001","value":125.5,"quality":"GOOD","timestamp":1705315200000}} */
    static String update(String channelId, LiveValues.Slot slot) {
        StringBuilder json = new StringBuilder(120).append("{\"channelId\":");
        quote(json, channelId);
        return tail(json.append(','), slot);
    }

    private static String tail(StringBuilder json, LiveValues.Slot slot) {
        json.append("\"value\":");
        if (slot.text != null) {
            quote(json, slot.text);
        } else {
            json.append(Double.isFinite(slot.value) ? number(slot.value) : "null");
        }
        return json.append(",\"quality\":\"").append(QualityCode.quality(slot.quality).name()).append("\",\"timestamp\":")
                .append(millis(slot)).append('}').toString();
    }

    private static long millis(LiveValues.Slot slot) {
        return Math.floorDiv(slot.timeMicros, 1000);
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
