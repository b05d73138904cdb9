package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
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
}
