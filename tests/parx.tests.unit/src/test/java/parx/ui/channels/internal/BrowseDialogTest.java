package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.junit.jupiter.api.Test;
import parx.acquisition.internal.InstalledDrivers;
import parx.driver.ethernetip.EthernetIpDriver;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipType.Elementary;
import parx.ui.NumberText;

/** A device is looked through from the channel editor, and a value of it becomes the channel's. */
final class BrowseDialogTest extends ChannelsPaneFixture {
    private final InstalledDrivers drivers = new InstalledDrivers();

    private Shell openEditor(int port) {
        drivers.add(new EthernetIpDriver());
        open();
        ChannelServices all = plant.services();
        ChannelServices services = new ChannelServices(all.channels(), all.live(), all.acquisition(), all.users(),
                all.connectionSettings(), drivers, all.trials(), all.index(), all.clock());
        Channel proposed = new Channel("ch-1", "", Protocol.ETHERNET_IP, true, Settings.with("host", "127.0.0.1", "port", port),
                ChannelMetadata.NONE);
        EditorModel model = new EditorModel(drivers, new NumberText(format.locale()), proposed, true, id -> false);
        new ChannelEditor(shell, services, kit, null, model, format).open(false);
        return editor();
    }

    private Shell browse(Shell editor) {
        find(editor, "editor.browse", Link.class).notifyListeners(SWT.Selection, new Event());
        return dialog("browse");
    }

    private static TreeItem item(List<TreeItem> among, String name) {
        return among.stream().filter(item -> item.getText().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aValueThatIsFoundIsTakenAndReadAtOnce() throws Exception {
        try (CipServer controller = new CipServer(0, List.of(new CipMemory("Main", "LineSpeed", Elementary.REAL).with(87.5),
                new CipMemory("", "Counts", Elementary.DINT, 3)), CipDevice.STANDARD)) {
            Shell editor = openEditor(controller.port());
            Shell dialog = browse(editor);
            Tree found = find(dialog, "browse.tree", Tree.class);
            await(() -> found.getItemCount() == 2);
            TreeItem program = item(Arrays.asList(found.getItems()), "Program:Main");
            found.setSelection(program);
            found.notifyListeners(SWT.Selection, new Event());
            assertFalse(find(dialog, "browse.ok", Button.class).getEnabled(), "a program is no value");
            found.notifyListeners(SWT.DefaultSelection, new Event());
            await(() -> program.getItem(0).getData() != null);
            found.setSelection(item(Arrays.asList(program.getItems()), "LineSpeed"));
            found.notifyListeners(SWT.Selection, new Event());
            press(find(dialog, "browse.ok", Button.class));

            assertEquals("Program:Main.LineSpeed", find(editor, "editor.setting.tagName", Text.class).getText());
            assertEquals("REAL, 32-bit float", find(editor, "editor.setting.dataType", Combo.class).getText());
            assertEquals("LineSpeed", find(editor, "editor.name", Text.class).getText());
            Text result = find(editor, "editor.test.result", Text.class);
            await(() -> result.getText().contains(format.number(87.5, 1)));
            await(() -> controller.connections() == 0);
        }
    }

    @Test
    void aDeviceThatIsNotThereIsSaidInASentence() throws Exception {
        CipServer gone = new CipServer(0, List.of(), CipDevice.STANDARD);
        int port = gone.port();
        gone.close();
        Shell dialog = browse(openEditor(port));
        Label state = find(dialog, "browse.state", Label.class);
        await(() -> state.getText().contains("refuses port " + port));
    }
}
