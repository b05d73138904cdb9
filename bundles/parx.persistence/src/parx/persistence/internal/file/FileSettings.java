package parx.persistence.internal.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import parx.files.SampleFormat;
import parx.model.BackendSettings;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;

/**
 * Which files a rule writes, see {@link BackendSettings}. Immutable, any thread.
 *
 * @param folder   absolute; made where it is missing
 * @param format   CSV or Parquet, which a file becomes when it ends
 * @param keepDays a file whose newest row is older is deleted; 0 for never
 * @param text     of these settings; a file is continued after a restart only where it is the same
 */
record FileSettings(Path folder, SampleFormat format, NamingTemplate naming, Rotation rotation, int keepDays, String text) {
    private static final String NAMING = "{rule}_{timestamp}";

    static FileSettings of(StorageRule rule) {
        Settings config = rule.config();
        SampleFormat format = SampleFormat.of(BackendSettings.FILE_FORMAT.text(config)).orElseThrow();
        String naming = BackendSettings.FILE_NAMING.text(config).strip();
        Path folder = folder(BackendSettings.FILE_PATH.text(config).strip());
        Rotation rotation = Rotation.of(config);
        NamingTemplate template = new NamingTemplate(naming.isEmpty() ? NAMING : naming, format.extension());
        return new FileSettings(folder, format, template, rotation, RuleSettings.RETENTION.retention(config).days(),
                folder + "|" + format + "|" + naming + "|" + rotation);
    }

    /** Whether a file may hold the rows of one recording only. */
    boolean filePerRecording() {
        return rotation.byRecording() || naming.namesRecordings();
    }

    private static Path folder(String text) {
        try {
            Path folder = Path.of(text);
            if (folder.isAbsolute()) {
                return folder.normalize();
            }
        } catch (InvalidPathException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static SettingsException refused(String text) {
        String key = BackendSettings.FILE_PATH.key();
        return new SettingsException(key, "‘" + key + "’ must be the whole path of a folder, such as /data/coils, but is ‘"
                + text.replace('\0', '␀') + "’");
    }
}
