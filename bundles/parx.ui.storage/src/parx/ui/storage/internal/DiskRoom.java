package parx.ui.storage.internal;

import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.EmbeddedServers;
import parx.service.Subscription;

/** How much room the disk of the database has, where the database runs on this computer; asked anew now and then. UI thread. */
final class DiskRoom {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
    private static final int PERIOD_MILLIS = 60_000;

    private final StorageKit ui;
    private final Control owner;
    private final Optional<EmbeddedServers> servers;
    private OptionalLong bytes = OptionalLong.empty();

    DiskRoom(StorageKit ui, Control owner, Optional<EmbeddedServers> servers) {
        this.ui = ui;
        this.owner = owner;
        this.servers = servers;
        Subscription tick = ui.tick().every(PERIOD_MILLIS, owner, this::ask);
        owner.addListener(SWT.Dispose, event -> tick.close());
    }

    /** Empty where it is not known. */
    OptionalLong bytes() {
        return bytes;
    }

    private void ask() {
        servers.ifPresent(local -> ui.background().run(this, owner, local::roomLeft, answer -> bytes = answer, failure -> {
            bytes = OptionalLong.empty();
            LOG.warn("The room on the disk of the database is not known: {}", failure.toString());
        }));
    }
}
