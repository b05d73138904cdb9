package parx.persistence.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.persistence.internal.backend.Await;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore;
import parx.service.RuleStore.Recording;

/** Whatever a template or a coil's id says: files are made in the rule's folder, and nothing else is touched. */
class FileNamesTest extends FileFixture {
    private static final List<String> NASTY = List.of("../../escaped", "..\\..\\escaped", "/tmp/escaped", "C:\\escaped", "..", ".",
            "a\0b", "CON", "con.csv", "NUL.", "com1", "LPT1.txt", "x".repeat(300), "漢".repeat(300), "trailing. . ", " ", "",
            "${user.home}", "%2e%2e%2f", "{coilId}", "a/b", "-rf", "~root", "a\nb", "\u202ecsv.exe", "*?<>|:\"", "lnk", "escaped");

    @Test
    void noCoilsIdLeadsOutOfTheFolder() throws Exception {
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve("lnk.csv"), folder.resolve("escaped"));
        Files.createSymbolicLink(out.resolve("escaped.csv"), Files.writeString(folder.resolve("precious"), "x"));
        TreeSet<String> before = everything();
        RuleStore store = site.open(rule("naming", "{coilId}", "rotation", byBatch()));
        int row = 0;
        for (String id : NASTY) {
            store.recording(new Recording(id, site.start, Map.of("coilId", id)));
            site.store(store, row, 10);
            row += 10;
        }
        Await.stored(store);
        assertNothingElse(before);
        assertEquals("x", Files.readString(folder.resolve("precious")));
        assertEquals(upTo(row), Written.values(out), "no coil is without its rows");
        assertEquals(NASTY.size(), Written.lines(out).size(), "each has a file: " + Written.names(out));
    }

    @Test
    void noTemplateLeadsOutOfTheFolder() throws Exception {
        Files.createDirectories(out);
        TreeSet<String> before = everything();
        int row = 0;
        RuleStore store = null;
        for (String template : NASTY) {
            store = site.open(rule("naming", template + "{timestamp}", "rotation", byBatch()));
            site.store(store, row, 10);
            row += 10;
            Await.stored(store);
        }
        assertNothingElse(before);
        assertEquals(upTo(row), Written.values(out));
    }

    @Test
    void twoRulesWithTheSameNamesDoNotWriteIntoEachOthersFiles() {
        RuleStore one = site.open(rule("naming", "same"));
        RuleStore two = site.open(new StorageRule("two", "Two", true, Backend.FILE, Mode.CONTINUOUS, List.of("*"),
                rule("naming", "same").config()));
        for (int i = 0; i < 10; i++) {
            site.store(one, i * 20, 10);
            site.store(two, i * 20 + 10, 10);
        }
        Await.stored(one);
        Await.stored(two);
        assertEquals(List.of("same.csv", "same_2.csv"), Written.names(out));
        Written.lines(out).values().forEach(lines -> assertEquals(100, lines.size()));
        assertEquals(upTo(200), Written.values(out));
    }

    @Test
    void aRulesIdIsNoWayOutOfTheSpoolEither() throws Exception {
        for (String id : NASTY) {
            if (id.length() <= 50 && !id.isBlank()) {
                Path own = site.folder(id);
                assertEquals(site.folder.resolve("rules"), own.normalize().getParent(), id);
            }
        }
        assertTrue(!site.folder("a/b").equals(site.folder("a_b")), "different rules have different folders");
    }

    /** Every file but those of the site itself and those within the rule's folder. */
    private TreeSet<String> everything() throws IOException {
        TreeSet<String> all = new TreeSet<>();
        for (Path place : List.of(folder, Path.of("/tmp"))) {
            try (Stream<Path> files = Files.list(place)) {
                files.filter(file -> place.equals(folder) || file.getFileName().toString().contains("escaped"))
                        .forEach(file -> all.add(file.toString()));
            }
        }
        return all;
    }

    private void assertNothingElse(TreeSet<String> before) throws IOException {
        assertEquals(before, everything());
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file), file.toString());
                String name = file.getFileName().toString();
                assertTrue(name.endsWith(".csv") && name.codePoints().allMatch(c -> c >= ' ' && "\\:*?\"<>|{}$%".indexOf(c) < 0), name);
            }
        }
    }
}
