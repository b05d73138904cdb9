package parx.persistence.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.StorageRule.Backend;
import parx.persistence.internal.backend.Await;
import parx.persistence.internal.backend.StoresFixture;
import parx.persistence.internal.history.Rows;
import parx.service.RuleStore;

/** What files hold after crashes and on full disks. */
class FileCrashTest extends FileFixture {
    @Test
    void aFileThatIsCutAtAnyByteGoesOnWithWholeLines() throws Exception {
        ChannelIndex index = new ChannelIndex();
        SampleBatch batch = new SampleBatch(4);
        for (String id : List.of("plain", "a,\"b\"", "=1+1", "line\r\nend")) {
            batch.sample(index.handle(id), site.start, batch.length(), QualityCode.GOOD);
        }
        Path whole = folder.resolve("whole.csv");
        CsvFile written = CsvFile.create(whole, index, id -> "m/min", site.start);
        written.write(new Rows(batch, 0, 4));
        written.close();
        byte[] bytes = Files.readAllBytes(whole);
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (byte[] tail : List.of(new byte[0], new byte[100])) {
                Path file = folder.resolve("cut.csv");
                Files.write(file, Arrays.copyOf(bytes, cut));
                Files.write(file, tail, StandardOpenOption.APPEND);
                int left = rows(file);
                CsvFile resumed = CsvFile.resume(file, index, id -> "m/min", site.start);
                assertEquals(left, rows(file), "nothing whole is lost at " + cut);
                resumed.write(new Rows(batch, left, 4));
                resumed.close();
                assertEquals(List.of(), difference(bytes, Files.readAllBytes(file), left), "cut at " + cut);
            }
        }
    }

    @Test
    void rowsThatTheSpoolOffersAgainAfterACrashAreThereOnce() throws Exception {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        Object[] settings = { "path", blocked.resolve("files").toString(), "rotation", bySize("20KB") };
        RuleStore store = site.open(rule(settings));
        site.store(store, 0, 5_000);
        Await.until("they wait on disk", StoresFixture.LONG, () -> store.status().spooled() >= 5_000);
        Path image = folder.resolve("image");
        copySpool(site.folder("coils"), image);
        Files.delete(blocked);
        Await.stored(store);
        site.store(store, 5_000, 10);
        Await.stored(store);
        site.close();
        // As if the crash had come before the spool's file was deleted, and in the middle of a line.
        copySpool(image, site.folder("coils"));
        Path newest = newest(blocked.resolve("files"));
        Files.writeString(newest, "2026-01-01T00:00:00.000000Z,ch-", StandardOpenOption.APPEND);
        site.restart();
        RuleStore again = site.open(rule(settings));
        site.store(again, 5_010, 100);
        Await.stored(again);
        assertEquals(upTo(5_110), Written.values(blocked.resolve("files")));
    }

    @Test
    void aKilledParxLeavesWholeLinesAndWhatWasSafeIsThereOnce() throws Exception {
        site.close();
        for (int round = 0; round < 2; round++) {
            Path home = folder.resolve("killed" + round);
            Path files = home.resolve("files");
            Process parx = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                    System.getProperty("java.class.path"), KilledWriter.class.getName(), home.resolve("site").toString(),
                    files.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            long safe = 0;
            long start = 0;
            try (BufferedReader out = new BufferedReader(new InputStreamReader(parx.getInputStream()))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith("start ")) {
                        start = Long.parseLong(line.substring(6));
                    } else {
                        safe = Long.parseLong(line);
                    }
                    if (safe > 20_000 + round * 7_777 && parx.isAlive()) {
                        parx.destroyForcibly();
                        break;
                    }
                }
            }
            assertTrue(parx.waitFor(90, TimeUnit.SECONDS));
            assertTrue(start > 0, "it ran");
            try (StoresFixture next = new StoresFixture(home.resolve("site"))) {
                RuleStore store = next.open(StoresFixture.rule("coils", Backend.FILE, "file",
                        Settings.with("path", files.toString(), "rotation", bySize("300KB"))));
                next.store(store, 10_000_000, 1);
                Await.stored(store);
            }
            List<Integer> stored = Written.values(files);
            assertTrue(stored.size() > safe, stored.size() + " of " + safe);
            assertEquals(upTo(stored.size() - 1), stored.subList(0, stored.size() - 1));
        }
    }

    @Test
    void aFullDiskIsASentenceAndNothingIsLost() throws Exception {
        Files.createDirectories(out);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=200k", "none", out.toString()) == 0,
                "skipped: only an administrator can make a small disk");
        try {
            Path ballast = Files.write(out.resolve("ballast"), new byte[100_000]);
            RuleStore store = site.open(rule("naming", "{rule}"));
            for (int row = 0; row < 3_000; row += 100) {
                site.store(store, row, 100);
                Await.until("it is tried", StoresFixture.LONG, () -> store.status().backlog() == 0
                        || !store.status().problem().isEmpty());
            }
            Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains("the disk is full"));
            Files.delete(ballast);
            Await.stored(store);
            Await.until("nothing is wrong any more", StoresFixture.LONG, () -> store.status().problem().isEmpty());
            assertEquals(upTo(3_000), Written.values(out));
        } finally {
            site.close();
            assertEquals(0, run("umount", out.toString()));
        }
    }

    /** Rows that are whole. */
    private static int rows(Path file) throws IOException {
        int rows = 0;
        try (CsvLines lines = new CsvLines(file)) {
            while (lines.next() != null) {
                rows++;
            }
        }
        return rows;
    }

    /** Nothing where the file is the whole one again. */
    private static List<String> difference(byte[] whole, byte[] now, int left) {
        return Arrays.equals(whole, now) ? List.of() : List.of(new String(whole), new String(now), left + " were left");
    }

    private static void copySpool(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".spool")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path newest(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.max((a, b) -> {
                try {
                    return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).orElseThrow();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
