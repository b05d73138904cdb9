package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.Test;

/** Quiet messages in the corner, with a way back. */
class NotificationsTest extends DisplayTest {
    private final AtomicInteger undone = new AtomicInteger();

    @Test
    void theNewestActionIsTakenOnceAndItsMessageGoes() {
        Notifications notifications = new Notifications(display, new Palette(false));
        notifications.note("Deleted 3 channels.", "Undo", undone::incrementAndGet);
        notifications.note("Saved.");
        assertEquals("Saved.", notifications.showing());
        assertTrue(notifications.act());
        assertEquals(1, undone.get());
        assertFalse(notifications.act());
    }

    @Test
    void aMessageNeverTakesTheFocus() {
        Notifications notifications = new Notifications(display, new Palette(true));
        notifications.problem("The channel could not be saved: the database does not answer. Try again when it is back.");
        Shell toast = toasts().getFirst();
        assertTrue(toast.isVisible());
        assertNotSame(toast, display.getActiveShell());
    }

    @Test
    void theSameMessageIsShownOnceAndManyDoNotPileUp() {
        Notifications notifications = new Notifications(display, new Palette(false));
        notifications.problem("The same.");
        notifications.problem("The same.");
        assertEquals(1, toasts().size());
        for (int i = 0; i < 10; i++) {
            notifications.note("Message " + i);
        }
        assertEquals(4, toasts().size());
        assertEquals("Message 9", notifications.showing());
    }

    @Test
    void aMessageShowsAnAmpersandAsItWasTyped() {
        Notifications notifications = new Notifications(display, new Palette(false));
        notifications.note("Added ‘Level A&B’");
        assertEquals("Added ‘Level A&B’", notifications.showing());
        Label shown = (Label) toasts().getFirst().getChildren()[0];
        // What a label is given in place of an ampersand that is to be seen.
        assertEquals("Added ‘Level A&&B’", shown.getText());
    }

    @Test
    void aMessageLeavesADialogFree() {
        Notifications notifications = new Notifications(display, new Palette(false));
        shell.setBounds(0, 0, 900, 600);
        Shell dialog = new Shell(shell, org.eclipse.swt.SWT.DIALOG_TRIM);
        dialog.setBounds(500, 300, 400, 280);
        dialog.open();
        notifications.note("Added ‘Probe A’", "Undo", undone::incrementAndGet);
        assertFalse(toasts().getFirst().getBounds().intersects(dialog.getBounds()));
        dialog.dispose();
    }

    private List<Shell> toasts() {
        return Arrays.stream(shell.getShells()).filter(s -> "notification".equals(s.getData("parx.id"))).toList();
    }
}
