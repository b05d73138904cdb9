package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DeviceBrowser;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.model.Settings;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipTag;
import parx.simulator.CipType.Elementary;

/** What a controller has, as it says itself. */
@Timeout(120)
class TagBrowsingTest {

    @Test
    void tagsProgramsAndMembersAreFoundOverAnyLink() throws Exception {
        List<CipTag> tags = new ArrayList<>(Controller.tags());
        for (int i = 0; i < 700; i++) {
            tags.add(new CipMemory("Many", "tag" + i, Elementary.REAL));
        }
        try (CipServer controller = new CipServer(0, tags, CipDevice.STANDARD)) {
            for (Object[] settings : new Object[][] {{}, {"connectionSize", 120}, {"messaging", "unconnected"}}) {
                try (PollingConnection connection = Controller.connect(Controller.at(controller.port(), settings))) {
                    connection.open();
                    look(new TagBrowser(((EthernetIpConnection) connection).session()));
                }
            }
        }
    }

    private static void look(TagBrowser browser) throws DriverException {
        TagBrowser.Found found = browser.look("");
        assertEquals(List.of("Program:Main", "Program:Many"), found.programs());
        assertTrue(found.tags().contains(new BrowsedTag("aReal", Optional.of(DataType.REAL), 0, List.of())));
        assertTrue(found.tags().contains(new BrowsedTag("aText", Optional.of(DataType.STRING), 0xFCE, List.of())));
        assertTrue(found.tags().contains(new BrowsedTag("Matrix", Optional.of(DataType.INT), 0, List.of(3L, 4L, 5L))));
        assertTrue(found.tags().contains(new BrowsedTag("Local:1:I", Optional.of(DataType.DINT), 0, List.of())), "a module's inputs");
        assertFalse(found.tags().stream().anyMatch(tag -> tag.name().contains("Routine")), "what is no tag");
        BrowsedTag drives = found.tags().stream().filter(tag -> tag.name().equals("Drives")).findFirst().orElseThrow();
        assertEquals(List.of(3L), drives.dimensions());
        assertEquals(List.of(new BrowsedTag("Running", Optional.of(DataType.BOOL), 0, List.of()),
                new BrowsedTag("Current", Optional.of(DataType.REAL), 0, List.of()),
                new BrowsedTag("Name", Optional.of(DataType.STRING), 0xFCE, List.of()),
                new BrowsedTag("Limits", Optional.of(DataType.INT), 0, List.of(4L))), browser.members(drives.template()));
        assertTrue(browser.tags("Program:Main").contains(
                new BrowsedTag("Program:Main.Bits", Optional.of(DataType.BOOL), 0, List.of(96L))));
        assertEquals(700, browser.tags("Program:Many").size(), "in as many replies as it takes");
        assertThrows(DriverException.class, () -> browser.members(1));
    }

    @Test
    void aControllerIsATreeWhoseLeavesAreChannels() throws Exception {
        EthernetIpDriver driver = new EthernetIpDriver();
        try (CipServer controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD);
                DeviceBrowser browser = driver.browse(Controller.at(controller.port()), Duration.ofSeconds(60))) {
            DeviceBrowser.Node program = child(browser, Optional.empty(), "Program:Main");
            DeviceBrowser.Node bits = child(browser, Optional.of(program), "Bits");
            assertEquals("BOOL[96]", bits.type());
            DeviceBrowser.Node drives = child(browser, Optional.empty(), "Drives");
            DeviceBrowser.Node drive = child(browser, Optional.of(drives), "[2]");
            for (DeviceBrowser.Node leaf : List.of(child(browser, Optional.of(program), "LineSpeed"),
                    child(browser, Optional.of(bits), "[33]"), child(browser, Optional.of(drive), "Current"),
                    child(browser, Optional.of(drive), "Name"), child(browser, Optional.of(child(browser, Optional.of(drive), "Limits")), "[3]"),
                    child(browser, Optional.of(child(browser, Optional.empty(), "Matrix")), "[2,3,4]"))) {
                assertFalse(leaf.opens());
                assertTrue(driver.test(Controller.at(controller.port()).overlay(leaf.channel()), Duration.ofSeconds(60)).ok(),
                        leaf.toString());
            }
            assertEquals(Settings.with("tagName", "Drives[2].Current", "dataType", "REAL"),
                    child(browser, Optional.of(drive), "Current").channel());
        }
    }

    private static DeviceBrowser.Node child(DeviceBrowser browser, Optional<DeviceBrowser.Node> parent, String label)
            throws DriverException {
        return browser.children(parent).stream().filter(node -> node.label().equals(label)).findFirst().orElseThrow();
    }
}
