package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleBatch;

class SpoolTest {
    @TempDir
    Path folder;

    @Test
    void aTornFileYieldsEveryCompleteRecordWhereverItWasCut() throws IOException {
        List<Long> ends = new ArrayList<>();
        Path segment;
        ChannelIndex index = new ChannelIndex();
        try (Spool spool = new Spool(folder.resolve("a"), index, limits(1 << 20))) {
            segment = folder.resolve("a/000000000001.spool");
            for (int record = 0; record < 5; record++) {
                spool.append(rows(index, record * 3, 3));
                ends.add(Files.size(segment));
            }
        }
        byte[] whole = Files.readAllBytes(segment);
        for (int cut = 0; cut <= whole.length; cut++) {
            Path torn = folder.resolve("cut" + cut);
            Files.createDirectories(torn);
            Files.write(torn.resolve("000000000001.spool"), Arrays.copyOf(whole, cut));
            int length = cut;
            int complete = (int) ends.stream().filter(end -> end <= length).count();
            ChannelIndex fresh = new ChannelIndex();
            fresh.handle("something else first");
            try (Spool spool = new Spool(torn, fresh, limits(1 << 20))) {
                assertEquals(complete * 3L, spool.rows(), "cut at " + cut);
                assertSame(spool, fresh, 0, complete * 3);
                spool.append(rows(fresh, 100, 2));
                assertSame(spool, fresh, 100, 2);
            }
            assertEquals(0, count(torn), "nothing is left behind a drained spool");
        }
    }

    @Test
    void aDamagedByteNeverYieldsAWrongRow() throws IOException {
        ChannelIndex index = new ChannelIndex();
        Path origin = folder.resolve("origin");
        try (Spool spool = new Spool(origin, index, limits(1 << 20))) {
            spool.append(rows(index, 0, 3));
            spool.append(rows(index, 3, 3));
        }
        byte[] whole = Files.readAllBytes(origin.resolve("000000000001.spool"));
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Path copy = folder.resolve("damaged" + at);
            Files.createDirectories(copy);
            Files.write(copy.resolve("000000000001.spool"), damaged);
            ChannelIndex fresh = new ChannelIndex();
            try (Spool spool = new Spool(copy, fresh, limits(1 << 20))) {
                long left = spool.rows();
                assertEquals(at < 8, left == 6, left + " rows, damaged at " + at);
                for (long row = 0; row < left; row++) {
                    Rows next = spool.peek().first(1);
                    assertRows(next, fresh, (int) next.batch().value(next.from()));
                    spool.release(1);
                }
                assertTrue(spool.isEmpty());
            }
        }
    }

    @Test
    void rowsComeOutInTheOrderInWhichTheyWentInAcrossFilesAndStarts() throws IOException {
        ChannelIndex index = new ChannelIndex();
        try (Spool spool = new Spool(folder, index, limits(300))) {
            for (int i = 0; i < 40; i++) {
                spool.append(rows(index, i * 10, 10));
            }
            assertTrue(count(folder) > 10, "several files");
            Rows first = spool.peek();
            assertTrue(first.count() >= 100, "small records are read together");
            spool.release(95);
        }
        ChannelIndex fresh = new ChannelIndex();
        try (Spool spool = new Spool(folder, fresh, limits(300))) {
            Rows next = spool.peek();
            int start = (int) next.batch().value(next.from());
            assertTrue(start <= 95, "nothing unreleased is skipped, but it starts at " + start);
            assertEquals(400 - start, spool.rows());
            assertSame(spool, fresh, start, 400 - start);
            assertTrue(spool.isEmpty());
        }
        assertEquals(0, count(folder));
    }

    @Test
    void aFileThatCannotBeMadeLosesNothingThatWasThere() throws IOException {
        ChannelIndex index = new ChannelIndex();
        try (Spool spool = new Spool(folder.resolve("ok"), index, limits(1))) {
            spool.append(rows(index, 0, 3));
            Files.createDirectory(folder.resolve("ok/000000000002.spool"));
            assertThrows(IOException.class, () -> spool.append(rows(index, 3, 3)));
            assertEquals(3, spool.rows());
            spool.append(rows(index, 3, 3));
            assertSame(spool, index, 0, 6);
        }
        assertTrue(Files.exists(folder.resolve("ok/000000000002.spool")), "what is there is not touched");
    }

    @Test
    void damageInTheMiddleCostsOnlyTheRecordThatItHitAndTheFileIsKept() throws IOException {
        ChannelIndex index = new ChannelIndex();
        Path segment = folder.resolve("000000000001.spool");
        long second;
        try (Spool spool = new Spool(folder, index, limits(1 << 20))) {
            spool.append(rows(index, 0, 4));
            second = Files.size(segment);
            for (int record = 1; record < 5; record++) {
                spool.append(rows(index, record * 4, 4));
            }
        }
        byte[] damaged = Files.readAllBytes(segment);
        damaged[(int) second + 20] ^= 0x10;
        Files.write(segment, damaged);
        ChannelIndex fresh = new ChannelIndex();
        try (Spool spool = new Spool(folder, fresh, limits(1 << 20))) {
            assertEquals(16, spool.rows());
            assertTrue(spool.damage().sentence().contains((8 + 5 + 4 * 23) + " bytes cannot be read"), spool.damage().sentence());
            Rows rows = spool.peek();
            assertRows(rows.first(4), fresh, 0);
            assertRows(new Rows(rows.batch(), rows.from() + 4, rows.to()), fresh, 8);
            spool.release(16);
            assertTrue(spool.isEmpty());
        }
        assertArrayEquals(damaged, Files.readAllBytes(folder.resolve("000000000001.spool.damaged")));
        assertEquals(0, count(folder));
    }

    @Test
    void onlyTheEndOfTheNewestFileIsTakenForTorn() throws IOException {
        ChannelIndex index = new ChannelIndex();
        try (Spool spool = new Spool(folder, index, limits(1))) {
            spool.append(rows(index, 0, 4));
            spool.append(rows(index, 4, 4));
        }
        for (String file : List.of("000000000001.spool", "000000000002.spool")) {
            byte[] whole = Files.readAllBytes(folder.resolve(file));
            Files.write(folder.resolve(file), Arrays.copyOf(whole, whole.length - 1));
        }
        try (Spool spool = new Spool(folder, index, limits(1))) {
            assertEquals(0, spool.rows());
            assertTrue(spool.damage().sentence().contains((8 + 5 + 4 * 23 - 1) + " bytes cannot be read"), spool.damage().sentence());
            spool.append(rows(index, 8, 4));
            assertSame(spool, index, 8, 4);
        }
        assertTrue(Files.exists(folder.resolve("000000000001.spool.damaged")));
        assertFalse(Files.exists(folder.resolve("000000000002.spool.damaged")), "it was never confirmed");
    }

    @Test
    void aFileOfAnEarlierVersionIsReadAsItWasWritten() throws IOException {
        ByteBuffer names = ByteBuffer.allocate(100).put((byte) 3).putInt(1).putInt(0).putShort((short) 3).put("old".getBytes(StandardCharsets.UTF_8));
        ByteBuffer rows = ByteBuffer.allocate(100).put((byte) 2).putInt(2);
        for (int i = 0; i < 2; i++) {
            rows.putInt(0).putLong(1000 + i).putDouble(i).put(QualityCode.GOOD);
        }
        ByteBuffer file = ByteBuffer.allocate(300).putLong(0x5041_5258_5350_4C31L);
        for (ByteBuffer payload : List.of(names.flip(), rows.flip())) {
            CRC32C crc = new CRC32C();
            crc.update(payload.duplicate());
            file.putInt(payload.limit()).putInt((int) crc.getValue()).put(payload);
        }
        Files.write(folder.resolve("000000000001.spool"), Arrays.copyOf(file.array(), file.position()));
        ChannelIndex index = new ChannelIndex();
        try (Spool spool = new Spool(folder, index, limits(1 << 20))) {
            Rows found = spool.peek();
            assertEquals(2, found.count());
            for (int i = 0; i < 2; i++) {
                assertEquals(new Sample(index.find("old"), 1000 + i, i, QualityCode.GOOD), found.batch().get(i));
                assertEquals(0, found.batch().keepDays(i), "as long as the site's standard says");
            }
            assertEquals("", spool.damage().sentence());
        }
    }

    @Test
    void aFolderHasOneOwnerAtATime() throws Exception {
        ChannelIndex index = new ChannelIndex();
        try (Spool first = new Spool(folder, index, limits(1 << 20))) {
            first.append(rows(index, 0, 3));
            IOException refused = assertThrows(IOException.class, () -> new Spool(folder, index, limits(1 << 20)));
            assertTrue(refused.getMessage().contains("this ParX uses it already"), refused.getMessage());
            assertEquals(3, first.rows());
        }
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertEquals('+', other.getInputStream().read(), "the other process has the folder");
            IOException refused = assertThrows(IOException.class, () -> new Spool(folder, index, limits(1 << 20)));
            assertTrue(refused.getMessage().contains("another running ParX uses it"), refused.getMessage());
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (Spool next = new Spool(folder, index, limits(1 << 20))) {
            assertSame(next, index, 0, 3);
        }
    }

    /** Another process that holds the folder until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            Spool spool = new Spool(Path.of(arguments[0]), new ChannelIndex(), limits(1 << 20));
            System.out.write('+');
            System.out.flush();
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            spool.close();
        }
    }

    private static BufferLimits limits(long segmentBytes) {
        return new BufferLimits(1000, 1, Duration.ZERO, Duration.ZERO, segmentBytes, Long.MAX_VALUE, WhenFull.DROP_NEWEST,
                Duration.ZERO, Duration.ZERO);
    }

    static Rows rows(ChannelIndex index, int from, int count) {
        SampleBatch batch = new SampleBatch(4);
        for (int i = from; i < from + count; i++) {
            batch.sample(index.handle("ch-" + i % 4), 1_000_000L * i + 7, i,
                    i % 3 == 0 ? QualityCode.of(Reason.TIMEOUT) : QualityCode.GOOD, keepDays(i));
        }
        return new Rows(batch, 0, count);
    }

    private static void assertSame(Spool spool, ChannelIndex index, int from, int count) {
        for (int i = from; i < from + count; ) {
            Rows rows = spool.peek();
            assertTrue(rows.count() > 0, "a row " + i);
            i = assertRows(rows, index, i);
            spool.release(rows.count());
        }
        assertTrue(spool.isEmpty());
    }

    private static int assertRows(Rows rows, ChannelIndex index, int first) {
        int i = first;
        for (int row = rows.from(); row < rows.to(); row++, i++) {
            assertEquals("ch-" + i % 4, index.id(rows.batch().channel(row)));
            assertEquals(1_000_000L * i + 7, rows.batch().timeMicros(row));
            assertEquals(i, rows.batch().value(row));
            assertEquals(i % 3 == 0 ? QualityCode.of(Reason.TIMEOUT) : QualityCode.GOOD, rows.batch().quality(row));
            assertEquals(keepDays(i), rows.batch().keepDays(row));
        }
        return i;
    }

    private static short keepDays(int row) {
        return (short) (row % 3 * 300 - 300);
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".spool") && Files.isRegularFile(file)).count();
        }
    }
}
