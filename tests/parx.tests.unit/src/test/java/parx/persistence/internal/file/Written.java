package parx.persistence.internal.file;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a folder, as a person finds it. */
final class Written {
    private static final String TITLES = "time,channel,value,quality,unit";

    private Written() {
    }

    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of every CSV file, without its titles, by name. A line that is none fails. */
    static Map<String, List<String>> lines(Path folder) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String name : names(folder)) {
            Path file = folder.resolve(name);
            if (name.endsWith(".csv") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                all.put(name, lines(text(file)));
            }
        }
        return all;
    }

    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\r\n", -1)));
        if (!lines.removeLast().isEmpty() || !lines.removeFirst().equals(TITLES)) {
            throw new AssertionError("not whole lines: " + text);
        }
        return lines;
    }

    /** The values of all rows of all files, ascending. */
    static List<Integer> values(Path folder) {
        List<Integer> values = new ArrayList<>();
        lines(folder).values().forEach(lines -> values.addAll(values(lines)));
        return values.stream().sorted().toList();
    }

    static List<Integer> values(List<String> lines) {
        return lines.stream().map(line -> Integer.parseInt(line.split(",")[2])).toList();
    }

    static List<Integer> parquet(Path file) {
        List<Integer> values = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file)); RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                values.add((int) row.getDouble("value"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
