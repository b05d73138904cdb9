package parx.workbench;

import java.util.List;
import java.util.Map;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.WorkbenchException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.service.Change;
import parx.service.Channels;

/**
 * A test in the workstation that runs with its databases and the demo plant. Begins in the engineering perspective with
 * every channel on show, and leaves no channel behind.
 */
abstract class WorkbenchTest {
    /** A demo channel that moves at every scan, five times a second. */
    static final String FAST = "ch-001";
    /** Another, which moves once a second. */
    static final String SLOW = "ch-012";
    /** What the tests' own channels are called. */
    static final String OWN = "test-";
    /** The demo plant's signature, two letters that never change. */
    static final int CONSTANT_REGISTER = 40_091;
    static final int CONSTANT = 'P' << 8 | 'a';

    final Screen screen = new Screen();
    final ChannelsTree tree = new ChannelsTree(screen);
    final Plant plant = new Plant();
    final Processes processes = new Processes(plant);

    @BeforeEach
    void begin() {
        screen.act(() -> {
            try {
                IWorkbenchPage page = page();
                PlatformUI.getWorkbench().showPerspective("parx.app.perspective.engineering", page.getWorkbenchWindow());
                page.showView("parx.ui.channels.view");
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            } catch (WorkbenchException e) {
                throw new IllegalStateException(e);
            }
        });
        tree.filter("");
        Await.until(() -> "the demo plant's values; " + plant.live(FAST).map(s -> s.value + " " + s.quality), Await.LONG,
                () -> plant.isGood(FAST) && plant.isGood(SLOW));
    }

    @AfterEach
    void end() throws Exception {
        screen.act(() -> {
            for (Shell shell : screen.display().getShells()) {
                if (!shell.isDisposed() && List.of("editor", "connection", "notification").contains(String.valueOf(shell.getData("parx.id")))) {
                    shell.close();
                }
            }
        });
        tree.filter("");
        List<Change<Channel>> own = plant.service(Channels.class).all().stream().filter(channel -> channel.id().startsWith(OWN) || channel.name().startsWith("Constant "))
                .map(Change::remove).toList();
        if (!own.isEmpty()) {
            plant.change(own);
        }
    }

    static IWorkbenchPage page() {
        return PlatformUI.getWorkbench().getWorkbenchWindows()[0].getActivePage();
    }

    /** Where the demo plant listens. */
    int demoPort() {
        return plant.channel(FAST).config().integer("port", 0);
    }

    /** A channel that reads the constant register, once in 100 ms, from whoever listens at this port. */
    static Channel constant(String id, int port) {
        return new Channel(id, "Constant " + id, Protocol.MODBUS, true,
                Settings.of(Map.of("host", "127.0.0.1", "port", port, "unitId", 1, "register", CONSTANT_REGISTER,
                        "dataType", "uint16", "scanRate", 100)),
                new ChannelMetadata(Settings.with("decimals", 0, "area", "Tests")));
    }

    /** Adds such a channel and waits until it is in the tree. */
    void add(Channel channel) throws Exception {
        plant.change(List.of(Change.add(channel)));
        Await.until("the channel in the tree", () -> tree.ids().contains(channel.id()));
    }

    static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}
