package parx.persistence.internal.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.persistence.internal.config.SettingsJson;

/**
 * A storage rule beside the rows that wait for its back end, so that they have a way out when it is gone from the
 * configuration. The file is for its owner alone: it may hold a password. Pure functions, any thread.
 */
final class KeptRule {
    private static final String FILE = "rule.json";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String BACKEND = "backend";
    private static final String MODE = "mode";
    private static final String CONFIG = "config";

    private KeptRule() {
    }

    /** @param folder the rule's own; made where it is missing */
    static void write(Path folder, StorageRule rule) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, ownerOnly(folder));
        byte[] text = SettingsJson.write(Settings.with(ID, rule.id(), NAME, rule.name(), BACKEND,
                rule.backend().name(), MODE, rule.mode().name(), CONFIG, rule.config())).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(text);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            // Else a power cut after the rename could leave an empty file in place of the old one.
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @return empty where there is none @throws IOException also where it is no rule */
    static Optional<StorageRule> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Settings kept = SettingsJson.read(Files.readString(file)).orElseThrow();
            return Optional.of(new StorageRule(kept.text(ID).orElseThrow(), kept.text(NAME).orElseThrow(), true,
                    StorageRule.Backend.valueOf(kept.text(BACKEND).orElseThrow()),
                    StorageRule.Mode.valueOf(kept.text(MODE).orElseThrow()), List.of(), kept.child(CONFIG)));
        } catch (RuntimeException e) {
            throw new IOException(file + " says no storage rule", e);
        }
    }

    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }
}
