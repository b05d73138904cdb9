package parx.persistence.internal.backend;

import java.nio.file.Path;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.persistence.internal.history.SetAside;

/** Makes the back end of a rule from its config. Any thread; neither network nor disk is touched. */
@FunctionalInterface
public interface BackEndType {
    /**
     * @param folder   the rule's own, on this machine, for what it must remember over a restart
     * @param setAside takes the rows that will never be accepted
     * @throws SettingsException where the rule's config is not valid
     */
    BackEnd of(StorageRule rule, Path folder, SetAside setAside);
}
