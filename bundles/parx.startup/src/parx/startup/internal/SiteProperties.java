package parx.startup.internal;

import static parx.startup.internal.StartupTexts.TEXTS;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import parx.service.Endpoints;
import parx.service.StartException;

/**
 * parx.properties: what this ParX works with. Keys: {@code servers} (embedded or existing), {@code demo} (true
 * where the embedded ones hold the demo plant), and for existing servers {@code database.url, database.user, database.password, redis.uri}. Immutable.
 */
record SiteProperties(boolean embedded, boolean demo, Optional<Endpoints> endpoints) {

    /** Empty where the file does not exist: nobody has chosen yet. */
    static Optional<SiteProperties> read(Path file) throws StartException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(TEXTS.of("properties.unreadable", file, e.getMessage()), e);
        }
        return Optional.of(parse(properties, file));
    }

    private static SiteProperties parse(Properties properties, Path file) throws StartException {
        String url = properties.getProperty("database.url", "").trim();
        String servers = properties.getProperty("servers", url.isEmpty() ? "embedded" : "existing").trim();
        boolean demo = Boolean.parseBoolean(properties.getProperty("demo", "false").trim());
        switch (servers) {
            case "embedded":
                return new SiteProperties(true, demo, Optional.empty());
            case "existing":
                if (!url.startsWith("jdbc:postgresql:")) {
                    throw new StartException(TEXTS.of("properties.url", file, url));
                }
                return new SiteProperties(false, demo, Optional.of(new Endpoints(url,
                        properties.getProperty("database.user", "").trim(),
                        properties.getProperty("database.password", ""),
                        properties.getProperty("redis.uri", "").trim())));
            default:
                throw new StartException(TEXTS.of("properties.servers", file, servers));
        }
    }

    /** Replaces the file in one step, readable by its owner alone: it may hold a password. */
    void write(Path file) throws StartException {
        Properties properties = new Properties();
        properties.setProperty("servers", embedded ? "embedded" : "existing");
        properties.setProperty("demo", Boolean.toString(demo));
        endpoints.ifPresent(e -> {
            properties.setProperty("database.url", e.jdbcUrl());
            properties.setProperty("database.user", e.user());
            properties.setProperty("database.password", e.password());
            properties.setProperty("redis.uri", e.redisUri());
        });
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "parx", ".tmp");
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            try (Writer writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
                properties.store(writer, "What this ParX works with");
            }
            move(fresh, file);
        } catch (IOException e) {
            throw new StartException(TEXTS.of("properties.unwritable", file, e.getMessage()), e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
