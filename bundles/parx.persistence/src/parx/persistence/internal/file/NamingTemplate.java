package parx.persistence.internal.file;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parx.model.BackendSettings;
import parx.model.Micros;
import parx.model.SettingsException;
import parx.persistence.internal.backend.SafeName;
import parx.service.RuleStore.Recording;

/**
 * How a rule's files are named: text with places in braces. {@code {timestamp}} is the begin of the recording, or the
 * time of the file's first row, in UTC; {@code {rule}} the rule's id; {@code {recording}} the recording's id; every other
 * place what the recording's metadata say, such as {@code {coilId}}. Whatever these hold, it becomes one harmless name.
 * Immutable, any thread.
 */
final class NamingTemplate {
    private static final String TIMESTAMP = "timestamp";
    private static final String RULE = "rule";
    private static final String RECORDING = "recording";
    private static final String NOTHING = "none";
    private static final Set<String> OF_NO_RECORDING = Set.of(TIMESTAMP, RULE);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final List<Part> parts = new ArrayList<>();
    private final String ending;

    /** A stretch of the template. @param isPlace whether its text is the name of what stands there */
    private record Part(boolean isPlace, String text) {
    }

    /** @param ending of every name, {@code .csv}; the template may have it or not @throws SettingsException */
    NamingTemplate(String template, String ending) {
        this.ending = ending;
        String text = template.endsWith(ending) ? template.substring(0, template.length() - ending.length()) : template;
        for (int at = 0; at < text.length();) {
            int open = text.indexOf('{', at);
            int literalEnd = open < 0 ? text.length() : open;
            if (literalEnd > at) {
                parts.add(new Part(false, text.substring(at, literalEnd)));
            }
            at = open < 0 ? text.length() : place(text, open);
        }
    }

    /** Whether a name tells of the recording, so that a file may hold the rows of one only. */
    boolean namesRecordings() {
        return parts.stream().anyMatch(part -> part.isPlace() && !OF_NO_RECORDING.contains(part.text()));
    }

    /** @param firstMicros time of the file's first row @param number 1, or more where the names before it are taken */
    String name(String ruleId, Recording recording, long firstMicros, int number) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            name.append(part.isPlace() ? value(part.text(), ruleId, recording, firstMicros) : part.text());
        }
        return SafeName.of(name.toString(), (number > 1 ? "_" + number : "") + ending);
    }

    private int place(String text, int open) {
        int end = text.indexOf('}', open);
        if (end <= open + 1) {
            throw new SettingsException(BackendSettings.FILE_NAMING.key(), "‘" + BackendSettings.FILE_NAMING.key()
                    + "’ needs a name and a closing brace after each {, as in {timestamp}, but is ‘" + text + "’");
        }
        parts.add(new Part(true, text.substring(open + 1, end).strip()));
        return end + 1;
    }

    private static String value(String place, String ruleId, Recording recording, long firstMicros) {
        return switch (place) {
            case TIMESTAMP -> TIME.format(Micros.toInstant(recording.id() == null || recording.beginMicros() == 0 ? firstMicros
                    : recording.beginMicros()));
            case RULE -> ruleId;
            case RECORDING -> recording.id() == null ? NOTHING : recording.id();
            default -> recording.metadata().getOrDefault(place, NOTHING);
        };
    }
}
