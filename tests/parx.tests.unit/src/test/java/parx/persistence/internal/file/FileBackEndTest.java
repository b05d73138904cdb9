package parx.persistence.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.persistence.internal.backend.Await;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore;
import parx.service.RuleStore.Recording;

/** The rules' back end {@code file}, on a real disk. */
class FileBackEndTest extends FileFixture {
    @Test
    void eachCoilHasAFileNamedAfterIt() {
        RuleStore store = site.open(rule("naming", COIL, "rotation", byBatch()));
        site.store(store, 0, 10);
        for (int coil = 1; coil <= 3; coil++) {
            store.recording(coil("C-" + coil));
            site.store(store, coil * 10, 10);
        }
        store.recording(Recording.NONE);
        site.store(store, 40, 10);
        Await.stored(store);
        Map<String, List<String>> lines = Written.lines(out);
        assertEquals(5, lines.size(), "" + lines.keySet());
        lines.forEach((name, rows) -> {
            assertTrue(name.matches("coil_\\d{8}T\\d{6}\\.\\d{3}Z_(C-[123]|none)(_2)?\\.csv"), name);
            int tens = Written.values(rows).get(0) / 10;
            assertEquals(upTo(50).subList(tens * 10, tens * 10 + 10), Written.values(rows), name);
            assertTrue(tens == 0 || tens == 4 || name.endsWith("_C-" + tens + ".csv"), name);
        });
    }

    @Test
    void aCellThatBeginsLikeAFormulaIsQuotedAndANegativeNumberStaysOne() {
        RuleStore store = site.open(rule());
        site.units.put("=cmd|' /C calc'!A0", "@SUM(1)");
        SampleBatch batch = new SampleBatch(2);
        batch.sample(site.index.handle("=cmd|' /C calc'!A0"), site.start, -12.5, QualityCode.GOOD);
        batch.sample(site.index.handle("a,\"b\""), site.start, Double.NaN, QualityCode.of(Reason.TIMEOUT));
        store.store(batch);
        Await.stored(store);
        List<String> lines = Written.lines(out).values().iterator().next();
        assertTrue(lines.get(0).endsWith(",'=cmd|' /C calc'!A0,-12.5,GOOD,'@SUM(1)"), lines.get(0));
        assertTrue(lines.get(1).endsWith(",\"a,\"\"b\"\"\",,BAD,"), lines.get(1));
    }

    @Test
    void filesEndAtTheirSizeAndNoRowIsLostOrRepeatedBetweenThem() throws Exception {
        RuleStore store = site.open(rule("naming", "{rule}", "rotation", bySize("50KB")));
        for (int row = 0; row < 20_000; row += 1_000) {
            site.store(store, row, 1_000);
        }
        Await.stored(store);
        List<String> names = Written.names(out);
        assertTrue(names.size() > 10 && names.contains("coils.csv") && names.contains("coils_2.csv"), "" + names);
        for (String name : names) {
            assertTrue(Files.size(out.resolve(name)) < 52_000, name + " " + Files.size(out.resolve(name)));
        }
        assertEquals(upTo(20_000), Written.values(out));
        assertTrue(store.bytesPerRow() > 30 && store.bytesPerRow() < 70, "" + store.bytesPerRow());
    }

    @Test
    void filesByTimeBeginAtWholeMultiples() {
        RuleStore store = site.open(rule("naming", "{timestamp}", "rotation", Settings.with("type", "time", "interval", "15min")));
        long quarter = 900_000_000L;
        long begin = site.start / quarter * quarter;
        SampleBatch batch = new SampleBatch(8);
        for (int i = 0; i < 4; i++) {
            batch.sample(site.index.handle("a"), begin + i * quarter, i * 2, QualityCode.GOOD);
            batch.sample(site.index.handle("a"), begin + (i + 1) * quarter - 1, i * 2 + 1, QualityCode.GOOD);
        }
        batch.sample(site.index.handle("late"), begin, 8, QualityCode.GOOD);
        store.store(batch);
        Await.stored(store);
        assertEquals(List.of(List.of(0, 1), List.of(2, 3), List.of(4, 5), List.of(6, 7, 8)),
                Written.lines(out).values().stream().map(Written::values).toList());
    }

    @Test
    void aRecordingThatARestartInterruptsGoesOnInItsFile() {
        RuleStore store = site.open(rule("naming", COIL, "rotation", byBatch()));
        store.recording(coil("A"));
        site.store(store, 0, 10);
        Await.stored(store);
        site.restart();
        RuleStore again = site.open(rule("naming", COIL, "rotation", byBatch()));
        again.recording(coil("A"));
        site.store(again, 10, 10);
        Await.stored(again);
        assertEquals(1, Written.names(out).size(), "" + Written.names(out));
        assertEquals(upTo(20), Written.values(out));
    }

    @Test
    void aFolderThatCannotBeWrittenIsASentenceAndNothingIsLost() throws Exception {
        Path file = Files.createFile(folder.resolve("blocked"));
        RuleStore store = site.open(rule("path", file.resolve("below").toString()));
        site.store(store, 0, 5_000);
        Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains(file.toString()));
        assertTrue(store.status().problem().contains("Samples wait"), store.status().problem());
        Await.until("they wait on disk", StoresFixture.LONG, () -> store.status().spooled() >= 5_000);
        Files.delete(file);
        Await.stored(store);
        Await.until("nothing is wrong any more", StoresFixture.LONG, () -> store.status().problem().isEmpty());
        assertEquals(upTo(5_000), Written.values(file.resolve("below")));
    }

    @Test
    void aFileThatSomebodyTakesAwayOrReplacesIsFollowedByANewOne() throws Exception {
        RuleStore store = site.open(rule("naming", "{rule}"));
        site.store(store, 0, 10);
        Await.stored(store);
        Files.move(out.resolve("coils.csv"), folder.resolve("taken.csv"));
        site.store(store, 10, 10);
        Await.stored(store);
        assertEquals(List.of("coils.csv"), Written.names(out));
        Files.delete(out.resolve("coils.csv"));
        Path target = Files.writeString(folder.resolve("precious"), "x".repeat(10_000));
        Files.createSymbolicLink(out.resolve("coils.csv"), target);
        site.store(store, 20, 10);
        Await.stored(store);
        assertEquals("x".repeat(10_000), Files.readString(target), "a link is not followed");
        assertEquals(upTo(30).subList(20, 30), Written.values(out));
    }

    @Test
    void retentionDeletesWholeFilesOfTheRuleAndNothingElse() throws Exception {
        RuleStore store = site.open(rule("naming", COIL, "rotation", byBatch(), "retention", "7d"));
        store.recording(coil("old"));
        site.store(store, 0, 10);
        store.recording(coil("replaced"));
        site.store(store, 10, 10);
        store.recording(coil("open"));
        site.store(store, 20, 10);
        Await.stored(store);
        Path foreign = Files.writeString(out.resolve("coil_20200101T000000.000Z_mine.csv"), "not ParX's");
        Path replaced = out.resolve(Written.names(out).stream().filter(name -> name.contains("replaced")).findFirst().orElseThrow());
        Files.delete(replaced);
        Files.createSymbolicLink(replaced, Files.writeString(folder.resolve("precious"), "x"));
        aheadMicros = 8 * 86_400_000_000L;
        site.store(store, 30, 1);
        Await.stored(store);
        Await.until("the old one is gone", StoresFixture.LONG,
                () -> Written.names(out).stream().noneMatch(name -> name.endsWith("_old.csv")));
        assertEquals("not ParX's", Files.readString(foreign));
        assertTrue(Files.isSymbolicLink(replaced) && Files.exists(folder.resolve("precious")));
        assertTrue(Written.names(out).stream().anyMatch(name -> name.endsWith("_open.csv")), "" + Written.names(out));
    }

    @Test
    void aParquetFileIsThereWholeOnceItsCoilHasEnded() {
        Settings byBatch = byBatch();
        RuleStore store = site.open(rule("format", "parquet", "naming", "{coilId}", "rotation", byBatch));
        store.recording(coil("A"));
        site.store(store, 0, 5_000);
        Await.stored(store);
        assertEquals(List.of("A.parquet.part"), Written.names(out));
        store.recording(coil("B"));
        Await.until("A is made", StoresFixture.LONG, () -> Written.names(out).contains("A.parquet"));
        assertEquals(upTo(5_000), Written.parquet(out.resolve("A.parquet")));
        site.store(store, 5_000, 10);
        Await.stored(store);
        site.restart();
        RuleStore again = site.open(rule("format", "parquet", "naming", "{coilId}", "rotation", byBatch));
        Await.until("what a stop left is made after the next start", StoresFixture.LONG,
                () -> Written.names(out).contains("B.parquet"));
        assertEquals(upTo(5_010).subList(5_000, 5_010), Written.parquet(out.resolve("B.parquet")));
        aheadMicros = 3_600_000_000L;
        site.store(again, 5_010, 1);
        Await.stored(again);
        Await.until("no part is left but the open one", StoresFixture.LONG,
                () -> Written.names(out).equals(List.of("A.parquet", "B.parquet", "none.parquet.part")));
    }

    @Test
    void aRuleThatIsReconfiguredLosesNothing() {
        RuleStore store = site.open(rule("naming", "a"));
        site.store(store, 0, 10);
        RuleStore changed = site.open(rule("naming", "b"));
        store.close();
        site.store(changed, 10, 10);
        RuleStore parquet = site.open(rule("path", folder.resolve("elsewhere").toString(), "format", "csv"));
        changed.close();
        site.store(parquet, 20, 10);
        Await.stored(parquet);
        List<Integer> all = new java.util.ArrayList<>();
        for (Path place : List.of(out, folder.resolve("elsewhere"))) {
            if (Files.exists(place)) {
                all.addAll(Written.values(place));
            }
        }
        assertEquals(upTo(30), all.stream().sorted().toList());
    }

    @Test
    void aRowWithoutAChannelIsSetAside() throws Exception {
        RuleStore store = site.open(rule());
        SampleBatch batch = new SampleBatch(3);
        batch.sample(site.index.handle("a"), site.start, 0, QualityCode.GOOD);
        batch.sample(60_000, site.start, 666, QualityCode.GOOD);
        batch.sample(site.index.handle("a"), site.start + 1, 1, QualityCode.GOOD);
        store.store(batch);
        Await.stored(store);
        assertEquals(1, store.status().quarantined());
        assertEquals(upTo(2), Written.values(out));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        for (Object[] wrong : List.of(new Object[] { "path", "relative/folder" }, new Object[] { "path", "" },
                new Object[] { "path", "/a\0b" }, new Object[] { "naming", "a{" }, new Object[] { "naming", "a{}" },
                new Object[] { "format", "xml" }, new Object[] { "rotation", bySize("soon") },
                new Object[] { "rotation", bySize("10B") }, new Object[] { "rotation", Settings.with("type", "moon") },
                new Object[] { "rotation", Settings.with("type", "time", "interval", "0h") },
                new Object[] { "retention", "for ever" })) {
            String sentence = assertThrows(SettingsException.class, () -> site.open(rule(wrong)), List.of(wrong).toString())
                    .getMessage();
            assertFalse(sentence.isBlank());
        }
    }
}
