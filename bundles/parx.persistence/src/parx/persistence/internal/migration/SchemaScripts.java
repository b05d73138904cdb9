package parx.persistence.internal.migration;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import org.osgi.framework.Bundle;

/** The migrations that this version brings, in order. Immutable, any thread. */
public final class SchemaScripts {
    private final List<SchemaScript> scripts;

    SchemaScripts(Collection<SchemaScript> scripts) {
        List<SchemaScript> sorted = new ArrayList<>(scripts);
        sorted.sort(Comparator.comparing(SchemaScript::version, SchemaScript.BY_VERSION)
                .thenComparing(SchemaScript::fileName));
        this.scripts = List.copyOf(sorted);
    }

    /** From the folder {@code schema/} inside a bundle. */
    public static SchemaScripts of(Bundle bundle) throws IOException {
        Enumeration<URL> entries = bundle.findEntries("schema", "*.sql", false);
        List<SchemaScript> found = new ArrayList<>();
        for (URL url : entries == null ? List.<URL>of() : Collections.list(entries)) {
            try (InputStream in = url.openStream()) {
                String path = url.getPath();
                found.add(SchemaScript.of(path.substring(path.lastIndexOf('/') + 1),
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        if (found.isEmpty()) {
            throw new IOException("the bundle " + bundle.getSymbolicName() + " holds no schema");
        }
        return new SchemaScripts(found);
    }

    /** From a folder on disk. */
    public static SchemaScripts of(Path folder) throws IOException {
        List<SchemaScript> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.sql")) {
            for (Path file : files) {
                found.add(SchemaScript.of(file.getFileName().toString(), Files.readString(file)));
            }
        }
        return new SchemaScripts(found);
    }

    /** Those that concern this kind of database, in the order in which they apply. */
    List<SchemaScript> forVariant(Variant variant) {
        return scripts.stream().filter(script -> script.isFor(variant)).toList();
    }

    /** The newest version, as people read it. */
    String newest() {
        return scripts.isEmpty() ? "none" : scripts.getLast().version();
    }
}
