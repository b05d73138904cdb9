package parx.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void parxHomeHoldsEverythingWhereItIsSet() {
        Folders folders = Folders.of(Map.of("PARX_HOME", "/srv/parx", "XDG_DATA_HOME", "/elsewhere"), "Linux", HOME);
        assertEquals(new Folders(Path.of("/srv/parx/data"), Path.of("/srv/parx/config"), Path.of("/srv/parx/state")), folders);
    }

    @Test
    void theXdgBaseDirectoriesHoldOnLinux() {
        Folders folders = Folders.of(Map.of("XDG_CONFIG_HOME", "/etc/ada"), "Linux", HOME);
        assertEquals(new Folders(HOME.resolve(".local/share/parx"), Path.of("/etc/ada/parx"),
                HOME.resolve(".local/state/parx")), folders);
    }

    @Test
    void aRelativeXdgDirectoryIsIgnoredAsItsSpecificationSays() {
        assertEquals(HOME.resolve(".local/share/parx"), Folders.of(Map.of("XDG_DATA_HOME", "data"), "Linux", HOME).data());
    }

    @Test
    void theHomeIsTheShellsAndNotThePasswordFiles() {
        assertEquals(Path.of("/srv/ada"), Folders.home(Map.of("HOME", "/srv/ada"), "/home/ada"));
        assertEquals(Path.of("/home/ada"), Folders.home(Map.of(), "/home/ada"));
    }

    @Test
    void windowsAndMacHaveTheirOwnPlaces() {
        assertEquals(HOME.resolve("AppData/Local/ParX/data"), Folders.of(Map.of(), "Windows 11", HOME).data());
        assertEquals(HOME.resolve("Library/Application Support/ParX/state"), Folders.of(Map.of(), "Mac OS X", HOME).state());
    }
}
