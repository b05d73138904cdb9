package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.junit.jupiter.api.Test;

/** What the window says before it ends acquisition, and of what was lost. */
class ClosingTest extends WorkbenchTest {
    @Test
    void whoClosesTheWindowIsAskedAndMayStay() {
        for (Runnable wayOut : new Runnable[] {() -> PlatformUI.getWorkbench().getWorkbenchWindows()[0].getShell().close(), () -> command("parx.app.exit")}) {
            screen.display().asyncExec(wayOut);
            screen.await(Button.class, "closing.stop");
            assertTrue(screen.ask(() -> screen.look(Button.class, "closing.cancel").orElseThrow().getShell().getDefaultButton()
                    == screen.look(Button.class, "closing.cancel").orElseThrow()), "Enter must not end acquisition");
            screen.press("closing.cancel");
            Await.until("the question to go", () -> !screen.shows("closing.cancel"));
            assertTrue(screen.ask(PlatformUI::isWorkbenchRunning));
            plant.awaitNewValues(FAST, 2);
        }
    }

    @Test
    void theQuestionCanBeSwitchedOffAndOnInTheMenu() {
        assertTrue(asks());
        screen.act(() -> command("parx.app.closing.ask"));
        assertFalse(asks());
        screen.act(() -> command("parx.app.closing.ask"));
        assertTrue(asks());
    }

    @Test
    void lostSamplesAreListedByCauseAndChannel() {
        screen.act(() -> command("parx.app.losses"));
        screen.await(Table.class, "losses.causes");
        screen.await(Table.class, "losses.channels");
        assertTrue(screen.text("losses.sum").contains("since ParX was started on"), screen.text("losses.sum"));
        screen.act(() -> command("parx.app.losses"));
        assertTrue(screen.ask(() -> Arrays.stream(screen.display().getShells())
                .filter(shell -> "losses".equals(shell.getData("parx.id"))).count() == 1), "one list is enough");
        screen.with(Control.class, "losses.close", control -> control.getShell().close());
        Await.until("the list to go", () -> screen.ask(() -> screen.look(Shell.class, "losses").isEmpty()));
    }

    private boolean asks() {
        return InstanceScope.INSTANCE.getNode("parx.app").getBoolean("askBeforeClosing", true);
    }

    private static void command(String id) {
        IWorkbench workbench = PlatformUI.getWorkbench();
        try {
            workbench.getService(IHandlerService.class).executeCommand(id, null);
        } catch (CommandException e) {
            throw new IllegalStateException(e);
        }
    }
}
