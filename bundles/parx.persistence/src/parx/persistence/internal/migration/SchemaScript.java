package parx.persistence.internal.migration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of {@code schema/}: {@code v1.2.1.003.plain__time_series.sql}. Immutable, any thread.
 *
 * @param fileName as in the folder
 * @param version  {@code v1.2.1.003}
 * @param variant  the only kind of database that it is for, or null where it is for both
 * @param sql      with Unix line ends, so that its checksum does not depend on how it was checked out
 */
public record SchemaScript(String fileName, String version, Variant variant, String sql) {
    /** In a file's first line: its single statement cannot run inside a transaction. */
    private static final String OUTSIDE_TRANSACTION = "-- outside a transaction";
    private static final Pattern NAME =
            Pattern.compile("(v\\d+(?:\\.\\d+)*)(?:\\.(timescaledb|plain))?__[a-z0-9_]+\\.sql");
    static final Comparator<String> BY_VERSION = (a, b) -> Arrays.compare(numbers(a), numbers(b));

    /** @throws IllegalArgumentException where the file's name is no migration's name */
    public static SchemaScript of(String fileName, String content) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the name of a migration: " + fileName);
        }
        Variant variant = matcher.group(2) == null ? null : Variant.of(matcher.group(2));
        return new SchemaScript(fileName, matcher.group(1), variant, content.replace("\r\n", "\n"));
    }

    boolean isFor(Variant database) {
        return variant == null || variant == database;
    }

    boolean runsOutsideTransaction() {
        return sql.startsWith(OUTSIDE_TRANSACTION);
    }

    String checksum() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.substring(1).split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
