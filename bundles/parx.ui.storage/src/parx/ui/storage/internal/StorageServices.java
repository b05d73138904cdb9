package parx.ui.storage.internal;

import java.util.Optional;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.EmbeddedServers;
import parx.service.LeftRows;
import parx.service.QuarantinedRows;
import parx.service.RulePreview;
import parx.service.Storage;
import parx.service.StorageRules;
import parx.service.Users;

/** What the storage view works with. Immutable; each service says itself which of its methods may block. */
record StorageServices(StorageRules rules, Storage storage, Optional<RulePreview> preview, Channels channels,
        QuarantinedRows quarantine, Optional<LeftRows> left, Users users, Optional<EmbeddedServers> servers,
        TimeSource clock) {
}
