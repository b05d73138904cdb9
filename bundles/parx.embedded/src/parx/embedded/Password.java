package parx.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A generated password, kept in a file that only ParX's own account reads. Immutable, any thread.
 *
 * @param fresh whether it was generated just now
 */
record Password(String value, boolean fresh) {

    /** The password in this file; a new one where there is none. */
    static Password in(Path file) throws IOException {
        try {
            String kept = Files.readString(file).strip();
            if (!kept.isEmpty()) {
                return new Password(kept, false);
            }
        } catch (NoSuchFileException e) {
            // The first start: made below.
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String value = HexFormat.of().formatHex(random);
        write(file, value + "\n");
        return new Password(value, true);
    }

    /** The password in this file, if there is one. */
    static Optional<Password> kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String kept = Files.readString(file).strip();
        return kept.isEmpty() ? Optional.empty() : Optional.of(new Password(kept, false));
    }

    /** Writes a file that was never readable for others, not even for a moment. */
    static void write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file);
        ServersFolder.permit(file, "rw-------");
        Files.writeString(file, content, StandardOpenOption.WRITE);
    }

    @Override
    public String toString() {
        return "Password";
    }
}
