package parx.ui.channels.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.driver.SettingsCheck;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.ui.NumberText;
import parx.ui.Words;

/**
 * What the channel editor edits, without a widget: the fields as typed, what is wrong with each, and the channel that
 * comes of it. Keys of config and metadata that nobody here knows are kept. One thread.
 */
final class EditorModel {
    static final String ID = "id";
    static final String NAME = "name";
    static final String ENABLED = "enabled";
    static final String SETTING = "setting.";
    static final String META = "meta.";

    private final Words words = new Words(EditorModel.class);
    private final Drivers drivers;
    private final NumberText numbers;
    private final Channel base;
    private final boolean isNew;
    private final Predicate<String> idTaken;
    private final MetadataForm metadata;
    private final ScalingForm scaling;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> untouched = new LinkedHashMap<>();
    private Protocol protocol;
    private String notice = "";

    /** @param base the channel to edit, or the proposal for a new one @param idTaken whether another channel has this id */
    EditorModel(Drivers drivers, NumberText numbers, Channel base, boolean isNew, Predicate<String> idTaken) {
        this.drivers = drivers;
        this.numbers = numbers;
        this.base = base;
        this.isNew = isNew;
        this.idTaken = idTaken;
        this.protocol = base.protocol();
        this.metadata = new MetadataForm(base.metadata().settings(), numbers);
        this.scaling = new ScalingForm(storedScaling(), numbers);
        texts.put(ID, base.id());
        texts.put(NAME, base.name());
        texts.put(ENABLED, Boolean.toString(base.enabled()));
        fillSettings();
    }

    boolean isNew() {
        return isNew;
    }

    /** What the editor was opened with. */
    Channel base() {
        return base;
    }

    Protocol protocol() {
        return protocol;
    }

    void setProtocol(Protocol value) {
        protocol = value;
        fillSettings();
    }

    /** Something about the stored channel that a person should know before saving, or empty. */
    String notice() {
        return notice;
    }

    Optional<Driver> driver() {
        return drivers.of(protocol);
    }

    /** The settings of the form: those of the device and of the channel. */
    List<Setting> settings() {
        return driver().map(d -> d.settings().stream().filter(s -> s.scope() != Setting.Scope.CONNECTION).toList())
                .orElse(List.of());
    }

    String text(String field) {
        if (field.startsWith("scaling.")) {
            return scaling.text(field);
        }
        return field.startsWith(META) ? metadata.text(field) : texts.getOrDefault(field, "");
    }

    void set(String field, String text) {
        if (field.startsWith("scaling.")) {
            scaling.set(field, text);
        } else if (field.startsWith(META)) {
            metadata.set(field, text);
        } else {
            texts.put(field, text);
        }
    }

    boolean applies(Setting setting) {
        List<Setting> all = driver().map(Driver::settings).orElse(List.of());
        return SettingsCheck.applies(setting, all, asTyped());
    }

    boolean applies(String field) {
        return !field.startsWith("scaling.") || scaling.applies(field);
    }

    /** What is wrong, by field, in the order of the form; empty where the channel may be saved. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        identity(problems);
        if (driver().isEmpty()) {
            problems.put("protocol", words.text("check.noDriver", protocol.label()));
            return problems;
        }
        Settings config = config();
        for (Setting setting : settings()) {
            if (applies(setting)) {
                problemOf(setting, config).ifPresent(sentence -> problems.put(SETTING + setting.key(), sentence));
            }
        }
        problems.putAll(scaling.problems());
        problems.putAll(metadata.problems());
        driverProblems(config, problems);
        return problems;
    }

    /** The config as it would be saved. */
    Settings config() {
        Settings result = protocol == base.protocol() ? base.config() : base.config().only(java.util.Set.of(Channel.SCAN_RATE));
        for (Setting setting : settings()) {
            result = result.set(setting.key(), applies(setting) ? stored(setting) : null);
        }
        Settings scalingSettings = scaling.settings();
        return result.set("scaling", scalingSettings.keys().isEmpty() ? null : scalingSettings);
    }

    /** The channel that comes of it; meaningful where {@link #problems} is empty. */
    Channel channel() {
        return new Channel(text(ID).strip(), text(NAME).strip(), protocol, "true".equals(text(ENABLED)), config(),
                new ChannelMetadata(metadata.settings()));
    }

    /** The address as people read it, empty while it cannot be read. */
    String address() {
        try {
            return driver().map(d -> d.describeAddress(config())).orElse("");
        } catch (SettingsException e) {
            return "";
        }
    }

    /** The device connection that would read it, empty while the settings name none. */
    Optional<String> connectionName() {
        try {
            return driver().map(d -> d.connectionName(config()));
        } catch (SettingsException e) {
            return Optional.empty();
        }
    }

    Optional<Scaling> scaling() {
        return scaling.scaling();
    }

    /** A raw value worth showing as an example of the scaling. */
    double exampleRaw() {
        try {
            return scaling.text(ScalingForm.FORM).equals(ScalingForm.FORM_POINTS)
                    ? numbers.parse(scaling.text(ScalingForm.RAW_LOW)) : 1_000;
        } catch (NumberFormatException e) {
            return 1_000;
        }
    }

    /** The first free id of the form ch-001. */
    static String proposeId(Predicate<String> idTaken) {
        for (int number = 1;; number++) {
            String id = "ch-%03d".formatted(number);
            if (!idTaken.test(id)) {
                return id;
            }
        }
    }

    private void identity(Map<String, String> problems) {
        String id = text(ID).strip();
        String name = text(NAME).strip();
        if (name.isEmpty()) {
            problems.put(NAME, words.text("check.name"));
        } else if (name.length() > Channel.MAX_NAME_LENGTH) {
            problems.put(NAME, words.text("check.longName", Channel.MAX_NAME_LENGTH, name.length()));
        }
        if (!isNew) {
            return;
        }
        if (id.isEmpty()) {
            problems.put(ID, words.text("check.id"));
        } else if (id.length() > Channel.MAX_ID_LENGTH) {
            problems.put(ID, words.text("check.longId", Channel.MAX_ID_LENGTH, id.length()));
        } else if (idTaken.test(id)) {
            problems.put(ID, words.text("check.taken", id, proposeId(idTaken)));
        }
    }

    private Optional<String> problemOf(Setting setting, Settings config) {
        String typed = text(SETTING + setting.key());
        if (isNumber(setting) && !typed.isBlank()) {
            try {
                numbers.parse(typed);
            } catch (NumberFormatException e) {
                return Optional.of(e.getLocalizedMessage());
            }
        }
        return SettingsCheck.check(setting, config).map(SettingProblem::sentence);
    }

    private void driverProblems(Settings config, Map<String, String> problems) {
        Driver driver = driver().orElseThrow();
        try {
            for (SettingProblem problem : driver.check(config)) {
                boolean ours = settings().stream().anyMatch(s -> s.key().equals(problem.key()) && applies(s));
                problems.putIfAbsent(ours ? SETTING + problem.key() : "protocol", problem.sentence());
            }
            driver.connectionName(config);
        } catch (SettingsException e) {
            problems.putIfAbsent(SETTING + e.key(), e.getLocalizedMessage());
        }
    }

    private void fillSettings() {
        boolean same = protocol == base.protocol();
        untouched.clear();
        for (Setting setting : settings()) {
            String field = SETTING + setting.key();
            String stored = same ? storedText(setting) : "";
            boolean prefilled = setting.kind() == Setting.Kind.CHOICE || setting.kind() == Setting.Kind.FLAG
                    || isNew && (setting.scope() == Setting.Scope.DEVICE || setting.required());
            texts.put(field, stored.isEmpty() && prefilled ? setting.standard() : stored);
            untouched.put(field, texts.get(field));
        }
    }

    private String storedText(Setting setting) {
        return base.config().raw(setting.key()) instanceof Double number ? numbers.format(number)
                : base.config().text(setting.key(), "");
    }

    private Settings storedScaling() {
        try {
            return base.config().child("scaling");
        } catch (SettingsException e) {
            notice = words.text("check.scaling", e.getLocalizedMessage());
            return Settings.EMPTY;
        }
    }

    /** Every setting as typed, hidden ones too: the ground on which it is decided what is shown. */
    private Settings asTyped() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting setting : settings()) {
            String typed = text(SETTING + setting.key());
            if (!typed.isBlank()) {
                values.put(setting.key(), typed.strip());
            }
        }
        return Settings.of(values);
    }

    private Object stored(Setting setting) {
        String field = SETTING + setting.key();
        String typed = text(field).strip();
        Object old = protocol == base.protocol() ? base.config().raw(setting.key()) : null;
        boolean asItWas = typed.equals(untouched.get(field));
        if (asItWas && old != null) {
            return old;
        }
        boolean worthWriting = isNew && (setting.required() || setting.scope() == Setting.Scope.DEVICE
                || setting.kind() == Setting.Kind.CHOICE);
        if (typed.isEmpty() || asItWas && typed.equals(setting.standard()) && !worthWriting) {
            return null;
        }
        return SettingText.value(setting, typed, numbers);
    }

    private static boolean isNumber(Setting setting) {
        return setting.kind() == Setting.Kind.INTEGER || setting.kind() == Setting.Kind.DECIMAL;
    }
}
