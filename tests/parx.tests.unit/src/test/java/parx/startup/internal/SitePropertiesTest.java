package parx.startup.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.service.Endpoints;
import parx.service.StartException;

class SitePropertiesTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        SiteProperties existing = new SiteProperties(false, false,
                Optional.of(new Endpoints("jdbc:postgresql://db:5432/parx", "ada", "pass=word ü", "")));
        existing.write(file());
        assertEquals(Optional.of(existing), SiteProperties.read(file()));
        assertEquals("pass=word ü", SiteProperties.read(file()).orElseThrow().endpoints().orElseThrow().password());
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws Exception {
        new SiteProperties(true, true, Optional.empty()).write(file());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void noFileMeansThatNobodyHasChosenYet() throws Exception {
        assertEquals(Optional.empty(), SiteProperties.read(file()));
    }

    @Test
    void aWrongUrlIsNamedTogetherWithTheFile() throws Exception {
        Files.writeString(file(), "database.url=mysql://db\n");
        StartException e = assertThrows(StartException.class, () -> SiteProperties.read(file()));
        assertTrue(e.getMessage().contains("mysql://db") && e.getMessage().contains("parx.properties"), e.getMessage());
    }

    @Test
    void aBrokenFileIsRefusedWithASentence() throws Exception {
        Files.writeString(file(), "servers=\\u00zz\n");
        StartException e = assertThrows(StartException.class, () -> SiteProperties.read(file()));
        assertTrue(e.getMessage().contains("cannot be read"), e.getMessage());
    }

    private Path file() {
        return folder.resolve("parx.properties");
    }
}
