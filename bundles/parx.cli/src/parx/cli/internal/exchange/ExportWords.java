package parx.cli.internal.exchange;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.exchange.ExportOrder;
import parx.files.SampleFormat;
import parx.model.Micros;
import parx.service.History.Method;

/**
 * What the words of ./parx export ask for. Immutable.
 *
 * @param channels empty: all
 */
record ExportWords(List<String> channels, long fromMicros, long toMicros, SampleFormat format,
        Optional<ExportOrder.Grid> grid, boolean wide, Path file) {
    private static final String ALL = "all";
    private static final Pattern STEP = Pattern.compile("(\\d{1,9})(ms|s|min|h|d)");

    /** @throws IllegalArgumentException where a word is wrong; the message is a sentence */
    static ExportWords of(List<String> arguments, ZoneId zone) {
        Words words = new Words(arguments, Set.of("--channels", "--from", "--to", "--format", "--step", "--method", "--out"),
                Set.of("--wide"), "");
        String channels = words.required("--channels");
        long from = time(words.required("--from"), zone);
        long to = time(words.required("--to"), zone);
        if (to < from) {
            throw new IllegalArgumentException("--to lies before --from");
        }
        String format = words.required("--format");
        List<String> ids = channels.equals(ALL) ? List.of() : List.of(channels.split(","));
        if (ids.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("--channels must be all, or ids with commas between them");
        }
        SampleFormat chosen = SampleFormat.of(format).orElseThrow(
                () -> new IllegalArgumentException("--format must be csv, parquet or xlsx, not ‘" + format + "’"));
        return new ExportWords(ids, from, to, chosen, grid(words), words.has("--wide"), file(words.required("--out"), chosen));
    }

    private static Path file(String name, SampleFormat chosen) {
        Path file = Path.of(name).toAbsolutePath();
        if (SampleFormat.ofName(file).orElse(chosen) != chosen) {
            throw new IllegalArgumentException("--out ends like a file of another format than --format; name it "
                    + chosen.extension() + " or choose the other format");
        }
        return file;
    }

    private static Optional<ExportOrder.Grid> grid(Words words) {
        Optional<String> step = words.value("--step");
        if (step.isEmpty()) {
            if (words.value("--method").isPresent()) {
                throw new IllegalArgumentException("--method needs --step");
            }
            return Optional.empty();
        }
        return Optional.of(new ExportOrder.Grid(step(step.get()), method(words.value("--method").orElse("last"))));
    }

    private static long step(String text) {
        Matcher form = STEP.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw new IllegalArgumentException("--step must look like 500ms, 1s, 5min, 1h or 1d, not ‘" + text + "’");
        }
        long unit = switch (form.group(2)) {
            case "ms" -> Micros.PER_MILLI;
            case "s" -> Micros.PER_SECOND;
            case "min" -> 60 * Micros.PER_SECOND;
            case "h" -> 3_600 * Micros.PER_SECOND;
            default -> 86_400 * Micros.PER_SECOND;
        };
        return Long.parseLong(form.group(1)) * unit;
    }

    private static Method method(String word) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        for (Method method : Method.values()) {
            if (method.name().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("--method must be last, interpolated, average, time-weighted-average, min or max,"
                + " not ‘" + word + "’");
    }

    /** ISO 8601; a time without a zone is one of this computer's. */
    private static long time(String text, ZoneId zone) {
        try {
            if (text.length() == "2026-01-01".length()) {
                return Micros.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
            }
            String joined = text.replace(' ', 'T');
            if (joined.endsWith("Z")) {
                return Micros.of(Instant.parse(joined));
            }
            boolean withOffset = joined.lastIndexOf('+') > 10 || joined.lastIndexOf('-') > 10;
            return Micros.of(withOffset ? OffsetDateTime.parse(joined).toInstant()
                    : LocalDateTime.parse(joined).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("‘" + text + "’ is no time; write 2026-11-25T06:00:00Z, 2026-11-25T06:00"
                    + " or 2026-11-25", e);
        }
    }
}
