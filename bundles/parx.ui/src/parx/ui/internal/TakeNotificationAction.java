package parx.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import parx.ui.Notifications;

/** Does what the newest notification offers: the keyboard's way to its link. UI thread. */
public final class TakeNotificationAction extends AbstractHandler {
    private final Notifications notifications;

    public TakeNotificationAction(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public Object execute(ExecutionEvent event) {
        notifications.act();
        return null;
    }
}
