package parx.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void aWholeCopyIsUnpackedOnceAndKeepsItsModesAndLinks() throws Exception {
        Path place = postgres(new ClassPathBinaries());
        assertTrue(Files.isExecutable(place.resolve("bin").resolve("postgres")));
        assertTrue(Files.isSymbolicLink(place.resolve("lib").resolve("libpq.so")));
        assertEquals(place, postgres(new ClassPathBinaries()));
        assertEquals(1, said.size(), "unpacked twice");
    }

    @Test
    void aTornCopyIsReplaced() throws Exception {
        Path program = redis(new ClassPathBinaries()).resolve("redis-server");
        long whole = Files.size(program);
        try (FileChannel file = FileChannel.open(program, StandardOpenOption.WRITE)) {
            file.truncate(whole / 2);
        }
        assertEquals(whole, Files.size(redis(new ClassPathBinaries()).resolve("redis-server")));
    }

    @Test
    void anInterruptedUnpackingLeavesNothingThatIsUsed() throws Exception {
        assertThrows(IOException.class, () -> redis(new Interrupted()));
        Path place = redis(new ClassPathBinaries());
        assertTrue(Files.size(place.resolve("redis-server")) > 1_000_000);
        try (var left = Files.list(folder)) {
            assertEquals(List.of(place), left.toList());
        }
        assertFalse(Files.exists(folder.resolve("redis-.unpacking")));
    }

    private Path postgres(BinarySource source) throws Exception {
        return new Unpacked(source, folder).archive("PostgreSQL", Platform.LINUX_X86_64.postgres(), said::add);
    }

    private Path redis(BinarySource source) throws Exception {
        return new Unpacked(source, folder).executable("Redis", "redis-server", Platform.LINUX_X86_64.redis(), said::add);
    }

    /** Breaks off in the middle, as a full disk or a power cut does. */
    private static final class Interrupted implements BinarySource {
        private final BinarySource whole = new ClassPathBinaries();

        @Override
        public InputStream open(Binary binary) throws IOException {
            return new FilterInputStream(whole.open(binary)) {
                private int left = 100_000;

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    left -= length;
                    if (left < 0) {
                        throw new IOException("broken off");
                    }
                    return super.read(into, offset, length);
                }
            };
        }

        @Override
        public String version(Binary binary) throws IOException {
            return whole.version(binary);
        }
    }
}
