package parx.exchange;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import parx.model.Retention;
import parx.model.SettingsException;

/**
 * What a person says of a CSV file; everything else is guessed from its first lines. Also as a file of properties, in
 * which it serves for the next file of the same kind, and as options of ./parx import. Immutable, any thread.
 */
public final class ImportChoices {
    /** A character, or {@code tab}. */
    public static final String SEPARATOR = "separator";
    public static final String ENCODING = "encoding";
    public static final String HEADER_LINES = "header-lines";
    /** A column is named by its heading or its number, from 1 on; {@link #NO_COLUMN} for none. */
    public static final String TIME_COLUMN = "time-column";
    /** The second of two columns that hold the time: date and time of day. */
    public static final String CLOCK_COLUMN = "clock-column";
    public static final String TIME_FORMAT = "time-format";
    public static final String ZONE = "zone";
    /** {@code point} or {@code comma}. */
    public static final String DECIMAL = "decimal";
    /** {@link #NO_COLUMN}: the channels stand side by side, a column each. */
    public static final String NAME_COLUMN = "name-column";
    public static final String VALUE_COLUMN = "value-column";
    public static final String QUALITY_COLUMN = "quality-column";
    public static final String UNIT_COLUMN = "unit-column";
    public static final String KEEP = "keep";
    /** Begins a key that goes on with a name in the file: the channel's id, or the empty text to leave the name out. */
    public static final String CHANNEL = "channel.";

    public static final List<String> KEYS = List.of(SEPARATOR, ENCODING, HEADER_LINES, TIME_COLUMN, CLOCK_COLUMN, TIME_FORMAT,
            ZONE, DECIMAL, NAME_COLUMN, VALUE_COLUMN, QUALITY_COLUMN, UNIT_COLUMN, KEEP);
    public static final String NO_COLUMN = "none";
    public static final String TAB = "tab";
    public static final String POINT = "point";
    public static final String COMMA = "comma";

    public static final ImportChoices NONE = new ImportChoices(Map.of());
    private static final int MOST_HEADER_LINES = 1_000;

    private final Map<String, String> values;

    private ImportChoices(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException where the value is none for this key; the message is a sentence */
    public ImportChoices with(String key, String value) {
        check(key, value);
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new ImportChoices(more);
    }

    /**
     * Everything that a mapping says, as if a person had said it.
     *
     * @param columns the file's headings, or numbers where there are none
     */
    public static ImportChoices of(ImportMapping mapping, List<String> columns) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(SEPARATOR, mapping.separator() == '\t' ? TAB : String.valueOf(mapping.separator()));
        all.put(ENCODING, mapping.encoding().name());
        all.put(HEADER_LINES, Integer.toString(mapping.headerLines()));
        List<Integer> times = mapping.times().columns();
        all.put(TIME_COLUMN, column(times.getFirst(), columns));
        all.put(CLOCK_COLUMN, column(times.size() > 1 ? times.get(1) : ImportMapping.NONE, columns));
        all.put(TIME_FORMAT, mapping.times().format().pattern());
        all.put(ZONE, mapping.times().format().zone().getId());
        all.put(DECIMAL, mapping.decimalComma() ? COMMA : POINT);
        switch (mapping.layout()) {
            case ImportMapping.Tall tall -> {
                all.put(NAME_COLUMN, column(tall.channelColumn(), columns));
                all.put(VALUE_COLUMN, column(tall.valueColumn(), columns));
                all.put(QUALITY_COLUMN, column(tall.qualityColumn(), columns));
                all.put(UNIT_COLUMN, column(tall.unitColumn(), columns));
            }
            case ImportMapping.Wide wide -> all.put(NAME_COLUMN, NO_COLUMN);
        }
        all.put(KEEP, mapping.keep().text());
        mapping.channels().forEach((name, id) -> all.put(CHANNEL + name, id));
        return new ImportChoices(all);
    }

    private static String column(int column, List<String> columns) {
        if (column == ImportMapping.NONE) {
            return NO_COLUMN;
        }
        String heading = column < columns.size() ? columns.get(column) : "";
        return heading.isBlank() || columns.indexOf(heading) != column ? Integer.toString(column + 1) : heading;
    }

    /** @throws ExchangeException where the file cannot be read or says something that cannot be */
    public static ImportChoices read(Path file) throws ExchangeException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new ExchangeException("The mapping " + file + " cannot be read (" + e.getMessage() + "). Choose another one.", e);
        }
        ImportChoices choices = NONE;
        try {
            for (String key : properties.stringPropertyNames()) {
                choices = choices.with(key, properties.getProperty(key));
            }
        } catch (IllegalArgumentException e) {
            throw new ExchangeException("In the mapping " + file + " " + e.getMessage() + ".", e);
        }
        return choices;
    }

    /** A file that is there is replaced. */
    public void write(Path file) throws ExchangeException {
        try {
            StringBuilder text = new StringBuilder("# How to read such CSV files: ./parx import --mapping THIS FILE\n");
            for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
                Properties one = new Properties();
                one.setProperty(entry.getKey(), entry.getValue());
                StringWriter line = new StringWriter();
                one.store(line, null);
                line.toString().lines().filter(l -> !l.startsWith("#")).forEach(l -> text.append(l).append('\n'));
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ExchangeException("The mapping cannot be written to " + file + " (" + e.getMessage()
                    + "). Choose another place.", e);
        }
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    public Optional<Character> separator() {
        return text(SEPARATOR).map(value -> value.equals(TAB) ? '\t' : value.charAt(0));
    }

    public Optional<Charset> encoding() {
        return text(ENCODING).map(Charset::forName);
    }

    public Optional<Integer> headerLines() {
        return text(HEADER_LINES).map(Integer::valueOf);
    }

    public Optional<ZoneId> zone() {
        return text(ZONE).map(ZoneId::of);
    }

    public Optional<Boolean> decimalComma() {
        return text(DECIMAL).map(COMMA::equals);
    }

    public Optional<Retention> keep() {
        return text(KEEP).map(Retention::parse);
    }

    /** A channel's id, or the empty text, by name in the file. */
    public Map<String, String> channels() {
        Map<String, String> channels = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(CHANNEL)) {
                channels.put(key.substring(CHANNEL.length()), value);
            }
        });
        return channels;
    }

    /** Whether anything is said about the form of the file. */
    public boolean isAboutForm() {
        return values.keySet().stream().anyMatch(key -> !key.startsWith(CHANNEL) && !key.equals(KEEP));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImportChoices choices && values.equals(choices.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static void check(String key, String value) {
        if (key.startsWith(CHANNEL) || value.isEmpty() && KEYS.contains(key)) {
            return;
        }
        try {
            switch (key) {
                case SEPARATOR -> require(value.length() == 1 && value.charAt(0) != '"' || value.equals(TAB), key,
                        "must be one character, or the word tab", value);
                case ENCODING -> require(Charset.isSupported(value), key, "must be one such as UTF-8 or windows-1252", value);
                case HEADER_LINES -> require(Integer.parseInt(value) >= 0 && Integer.parseInt(value) <= MOST_HEADER_LINES, key,
                        "must be a number of lines", value);
                case TIME_FORMAT -> new TimeFormat(value, ZoneId.of("UTC"));
                case ZONE -> ZoneId.of(value);
                case DECIMAL -> require(value.equals(POINT) || value.equals(COMMA), key, "must be point or comma", value);
                case KEEP -> Retention.parse(value);
                case TIME_COLUMN, CLOCK_COLUMN, NAME_COLUMN, VALUE_COLUMN, QUALITY_COLUMN, UNIT_COLUMN -> {
                    // Whether there is such a column, the file says.
                }
                default -> throw new IllegalArgumentException("‘" + key + "’ is nothing that can be said of a file; there is "
                        + String.join(", ", KEYS) + " and " + CHANNEL + "NAME");
            }
        } catch (NumberFormatException e) {
            require(false, key, "must be a number of lines", value);
        } catch (DateTimeException e) {
            require(false, key, "must be one such as UTC or Europe/Berlin", value);
        } catch (SettingsException e) {
            require(false, key, "must look like 90d, 1y or 10y", value);
        } catch (IllegalArgumentException e) {
            require(!key.equals(TIME_FORMAT) && !key.equals(ENCODING), key, key.equals(ENCODING)
                    ? "must be one such as UTF-8 or windows-1252" : "must be a pattern such as dd.MM.yyyy HH:mm:ss, or "
                            + TimeFormat.ISO, value);
            throw e;
        }
    }

    private static void require(boolean holds, String key, String rule, String value) {
        if (!holds) {
            throw new IllegalArgumentException("‘" + key + "’ " + rule + ", not ‘" + value + "’");
        }
    }
}
