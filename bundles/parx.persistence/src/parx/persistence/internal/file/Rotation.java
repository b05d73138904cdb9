package parx.persistence.internal.file;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.model.BackendSettings;
import parx.model.Micros;
import parx.model.RuleSetting;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.persistence.internal.history.Rows;

/** When a rule begins a new file. Immutable, any thread. */
sealed interface Rotation {
    /** How many of these rows go into the file; 0 where a new one is due. */
    int fitting(CsvFile file, Rows rows);

    /** Whether each recording has a file of its own. */
    default boolean byRecording() {
        return false;
    }

    static Rotation of(Settings config) {
        return switch (BackendSettings.FILE_ROTATION.text(config)) {
            case "time" -> new ByTime(micros(BackendSettings.FILE_INTERVAL, config));
            case "batch" -> new ByRecording();
            default -> new BySize(bytes(BackendSettings.FILE_MAX_SIZE, config));
        };
    }

    /** A file ends where it has about so many bytes. */
    record BySize(long bytes) implements Rotation {
        private static final int USUAL_ROW = 64;

        @Override
        public int fitting(CsvFile file, Rows rows) {
            long left = bytes - file.bytes();
            if (left <= 0) {
                return 0;
            }
            double row = Double.isNaN(file.bytesPerRow()) ? USUAL_ROW : file.bytesPerRow();
            return (int) Math.min(rows.count(), Math.max(1, left / row));
        }
    }

    /**
     * Files begin at whole multiples of a time since 1970, in UTC. A row that comes late goes into the file that is there:
     * one that has ended is complete.
     */
    record ByTime(long micros) implements Rotation {
        @Override
        public int fitting(CsvFile file, Rows rows) {
            long end = (Math.floorDiv(file.firstMicros(), micros) + 1) * micros;
            int row = rows.from();
            while (row < rows.to() && rows.batch().timeMicros(row) < end) {
                row++;
            }
            return row - rows.from();
        }
    }

    /** A file per recording or batch. */
    record ByRecording() implements Rotation {
        @Override
        public int fitting(CsvFile file, Rows rows) {
            return rows.count();
        }

        @Override
        public boolean byRecording() {
            return true;
        }
    }

    private static long bytes(RuleSetting setting, Settings config) {
        return (long) number(setting, config, "(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([kmgt]?)b?",
                Map.of("", 1d, "k", 1e3, "m", 1e6, "g", 1e9, "t", 1e12), 1e3, 1e12, "from 1KB to 1TB, such as 100MB");
    }

    private static long micros(RuleSetting setting, Settings config) {
        return (long) (Micros.PER_SECOND * number(setting, config, "(\\d{1,9})\\s*(s|min|h|d)",
                Map.of("s", 1d, "min", 60d, "h", 3_600d, "d", 86_400d), 1, 366 * 86_400d, "from 1s to 366d, such as 15min or 1h"));
    }

    private static double number(RuleSetting setting, Settings config, String form, Map<String, Double> units, double least,
            double most, String range) {
        String text = setting.text(config);
        Matcher matcher = Pattern.compile(form, Pattern.CASE_INSENSITIVE).matcher(text.strip());
        double value = matcher.matches()
                ? Double.parseDouble(matcher.group(1)) * units.get(matcher.group(2).toLowerCase(java.util.Locale.ROOT)) : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw new SettingsException(setting.key(), "‘" + setting.key() + "’ must be " + range + ", but is ‘" + text + "’");
        }
        return value;
    }
}
