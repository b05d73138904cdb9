package parx.acquisition.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import parx.model.RuleSettings;
import parx.model.StorageRule;
import parx.service.RuleStore.Recording;

/**
 * Tells the store of a rule without a trigger to which batch its rows belong: to another one as soon as the info
 * channel {@code coilId} shows another text or number, or, where the rule has none of this name, any of its info
 * channels does. While that is not known the batch goes on. Pipeline thread.
 */
final class BatchWatch {
    private static final String COIL = "coilId";

    private final InfoChannels info;
    private final boolean byCoil;
    private final OwnFeed own;
    private String current = "";

    private BatchWatch(InfoChannels info, boolean byCoil, OwnFeed own) {
        this.info = info;
        this.byCoil = byCoil;
        this.own = own;
    }

    /** Null where the rule has no info channels. @throws parx.model.SettingsException where they are not valid */
    static BatchWatch of(StorageRule rule, OwnFeed own, LiveTable live, ToIntFunction<String> handles) {
        Map<String, String> channels = RuleSettings.INFO.channelsByName(rule.config());
        return channels.isEmpty() ? null : new BatchWatch(new InfoChannels(channels, live, handles),
                channels.containsKey(COIL), own);
    }

    /** Something may show another value now. */
    void look() {
        Map<String, String> now = info.now();
        String id = byCoil ? now.get(COIL) : String.join(" ", new TreeMap<>(now).values());
        if (id != null && !id.equals(current)) {
            current = id;
            own.recording(id.isBlank() ? Recording.NONE : new Recording(id, info.newestMicros(), now));
        }
    }
}
