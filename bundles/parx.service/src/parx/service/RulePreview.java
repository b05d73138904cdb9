package parx.service;

import java.util.List;
import parx.model.StorageRule;

/** Applies a rule to recorded history without storing anything. Blocks on the database: never on the UI thread. */
public interface RulePreview {
    /**
     * @return per channel that the rule covers: the samples that there are and those that the rule would keep
     * @throws History.HistoryException    if the database cannot answer; the message is a sentence for people
     * @throws parx.model.SettingsException where the rule's config is not valid
     */
    List<Preview> preview(StorageRule rule, long fromMicros, long toMicros) throws History.HistoryException;

    /** @param samples that there are @param kept those that the rule would keep */
    record Preview(String channelId, Trace samples, Trace kept) {
    }
}
