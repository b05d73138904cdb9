package parx.app;

import org.eclipse.core.runtime.ILogListener;
import org.eclipse.core.runtime.IStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the Eclipse platform logs into ParX's own log. Thread-safe. */
final class PlatformLog implements ILogListener {
    @Override
    public void logging(IStatus status, String plugin) {
        Logger log = LoggerFactory.getLogger(status.getPlugin());
        switch (status.getSeverity()) {
            case IStatus.ERROR -> log.error("{}", status.getMessage(), status.getException());
            case IStatus.WARNING -> log.warn("{}", status.getMessage(), status.getException());
            default -> log.info("{}", status.getMessage(), status.getException());
        }
        for (IStatus child : status.getChildren()) {
            logging(child, plugin);
        }
    }
}
