package parx.service;

import parx.model.StorageRule;

/**
 * Where rules whose back end is not the database send what they keep. Called by the pipeline thread and the acquisition
 * thread; never blocks.
 */
public interface RuleStores {
    /**
     * Opens or re-opens the store of this rule; the old one of the same id is flushed and closed in the background.
     *
     * @throws parx.model.SettingsException where the rule's config is not valid
     */
    RuleStore open(StorageRule rule);
}
