package parx.persistence.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore.Recording;

/** Rules that write into a folder, and a clock whose date the test sets. */
abstract class FileFixture {
    static final String COIL = "coil_{timestamp}_{coilId}.csv";
    @TempDir
    Path folder;
    Path out;
    StoresFixture site;
    volatile long aheadMicros;

    @BeforeEach
    void open() throws IOException {
        out = folder.resolve("coils");
        site = new StoresFixture(Files.createDirectory(folder.resolve("site")), new TimeSource() {
            @Override
            public long nowMicros() {
                return TimeSource.system().nowMicros() + aheadMicros;
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime() + aheadMicros * 1_000;
            }
        });
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** A rule with these settings of its object {@code file} beside its path; {@code retention} is the rule's own. */
    StorageRule rule(Object... settings) {
        Settings file = Settings.with("path", out.toString()).overlay(Settings.with(settings));
        return StoresFixture.rule("coils", Backend.FILE, "retention", file.raw("retention"), "file", file.set("retention", null));
    }

    static Settings byBatch() {
        return Settings.with("type", "batch");
    }

    static Settings bySize(String size) {
        return Settings.with("type", "size", "maxSize", size);
    }

    Recording coil(String id) {
        return new Recording(id, site.start, Map.of("coilId", id));
    }

    static List<Integer> upTo(int rows) {
        return IntStream.range(0, rows).boxed().toList();
    }
}
