package parx.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads every bundle's manifest and fails on an arrow that must not be. */
class BundleArrowsTest {
    /** Who may know whom. A bundle that is not here may not exist: decide its arrows first. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("parx.model", Set.of()),
            Map.entry("parx.driver", Set.of("parx.model")),
            Map.entry("parx.service", Set.of("parx.model")),
            Map.entry("parx.files", Set.of("parx.model")),
            Map.entry("parx.exchange", Set.of("parx.files", "parx.service", "parx.model")),
            Map.entry("parx.driver.modbus", Set.of("parx.driver", "parx.model")),
            Map.entry("parx.driver.ethernetip", Set.of("parx.driver", "parx.model")),
            Map.entry("parx.driver.opcua", Set.of("parx.driver", "parx.model")),
            Map.entry("parx.acquisition", Set.of("parx.driver", "parx.service", "parx.model")),
            Map.entry("parx.persistence", Set.of("parx.files", "parx.service", "parx.model")),
            Map.entry("parx.embedded", Set.of("parx.service")),
            Map.entry("parx.simulator", Set.of("parx.service", "parx.model")),
            Map.entry("parx.startup", Set.of("parx.service", "parx.model")),
            Map.entry("parx.logging", Set.of()),
            Map.entry("parx.milo.stack", Set.of()),
            Map.entry("parx.milo.transport", Set.of()),
            Map.entry("parx.milo.sdk", Set.of()),
            Map.entry("parx.milo.client", Set.of()),
            Map.entry("parx.chart", Set.of()),
            Map.entry("parx.ui", Set.of("parx.service", "parx.model")),
            Map.entry("parx.ui.channels", Set.of("parx.ui", "parx.service", "parx.driver", "parx.model")),
            Map.entry("parx.ui.trend", Set.of("parx.ui", "parx.chart", "parx.service", "parx.model")),
            Map.entry("parx.ui.storage", Set.of("parx.ui", "parx.chart", "parx.service", "parx.model")),
            Map.entry("parx.ui.exchange", Set.of("parx.ui", "parx.exchange", "parx.files", "parx.service", "parx.model")),
            Map.entry("parx.app", Set.of("parx.startup", "parx.ui", "parx.service", "parx.model")),
            Map.entry("parx.cli", Set.of("parx.startup", "parx.acquisition", "parx.simulator", "parx.exchange", "parx.files",
                    "parx.service", "parx.driver", "parx.model")));

    /** Technology that only its own bundle may touch. */
    private static final Map<String, Set<String>> HOMES = Map.of(
            "java.sql|javax.sql|org.postgresql|com.zaxxer.hikari|org.jdbi", Set.of("parx.persistence", "parx.cli"),
            "redis.clients", Set.of("parx.persistence"),
            "com.fazecast", Set.of("parx.driver.modbus"),
            "org.eclipse.milo|io.netty", Set.of("parx.driver.opcua"),
            "org.apache.parquet|org.apache.hadoop|org.dhatim", Set.of("parx.files"),
            "org.eclipse.swt", Set.of("parx.chart", "parx.ui", "parx.ui.channels", "parx.ui.trend", "parx.ui.storage",
                    "parx.ui.exchange", "parx.app"));

    private static final Path BUNDLES = Path.of(System.getProperty("parx.root")).resolve("bundles");
    private static final Map<String, Manifest> MANIFESTS = new TreeMap<>();

    @BeforeAll
    static void readManifests() throws IOException {
        try (Stream<Path> folders = Files.list(BUNDLES)) {
            for (Path file : folders.map(f -> f.resolve("META-INF/MANIFEST.MF")).filter(Files::exists).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    Manifest manifest = new Manifest(in);
                    MANIFESTS.put(names(manifest, "Bundle-SymbolicName").iterator().next(), manifest);
                }
            }
        }
    }

    @Test
    void everyArrowBetweenBundlesIsAllowed() {
        List<String> forbidden = new ArrayList<>();
        MANIFESTS.forEach((bundle, manifest) -> required(manifest).forEach(other -> {
            if (!ALLOWED.getOrDefault(bundle, Set.of()).contains(other)) {
                forbidden.add(bundle + " -> " + other);
            }
        }));
        assertEquals(List.of(), forbidden);
    }

    @Test
    void everyBundleIsNamedInTheArrows() {
        assertEquals(new TreeSet<>(ALLOWED.keySet()), new TreeSet<>(MANIFESTS.keySet()));
    }

    @Test
    void allowedArrowsMakeNoCycle() {
        ALLOWED.keySet().forEach(bundle -> assertTrue(!reachable(bundle, new TreeSet<>()).contains(bundle),
                bundle + " reaches itself"));
    }

    @Test
    void internalPackagesAreExportedByNobody() {
        MANIFESTS.forEach((bundle, manifest) -> names(manifest, "Export-Package").forEach(
                p -> assertTrue(!p.contains(".internal"), bundle + " exports " + p)));
    }

    @Test
    void everyBundleHasTheProductsVersion() {
        MANIFESTS.forEach((bundle, manifest) -> assertEquals("1.2.1",
                manifest.getMainAttributes().getValue("Bundle-Version"), bundle));
    }

    @Test
    void eachTechnologyStaysAtHome() throws IOException {
        List<String> strays = new ArrayList<>();
        for (Map.Entry<String, Set<String>> home : HOMES.entrySet()) {
            Pattern use = Pattern.compile("^import (static )?(" + home.getKey().replace(".", "\\.") + ")\\.", Pattern.MULTILINE);
            for (String bundle : MANIFESTS.keySet()) {
                if (!home.getValue().contains(bundle) && Files.isDirectory(BUNDLES.resolve(bundle).resolve("src"))) {
                    sources(bundle).forEach(file -> {
                        if (use.matcher(read(file)).find()) {
                            strays.add(file.getFileName() + " in " + bundle + " uses " + home.getKey());
                        }
                    });
                }
            }
        }
        assertEquals(List.of(), strays);
    }

    private static List<Path> sources(String bundle) throws IOException {
        try (Stream<Path> files = Files.walk(BUNDLES.resolve(bundle).resolve("src"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> reachable(String from, Set<String> seen) {
        ALLOWED.get(from).forEach(next -> {
            if (seen.add(next)) {
                reachable(next, seen);
            }
        });
        return seen;
    }

    private static Set<String> required(Manifest manifest) {
        return names(manifest, "Require-Bundle").stream().filter(n -> n.startsWith("parx.")).collect(Collectors.toSet());
    }

    /** The names of a header, without directives and version ranges (whose commas stand in quotes). */
    private static Set<String> names(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        return value == null ? Set.of() : Arrays.stream(value.replaceAll("\"[^\"]*\"", "").split(","))
                .map(part -> part.split(";")[0].trim()).collect(Collectors.toCollection(TreeSet::new));
    }
}
