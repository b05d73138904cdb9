package parx.ui.storage.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parx.model.RuleSetting;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;

/**
 * A storage rule as it is being typed: keeps what stands in the fields, says what is wrong with it, gives the rule.
 * Keys of the config that nobody knows are kept, and what was not touched stays as it was written. One thread.
 */
final class RuleDraft {
    static final String NAME = "name";
    static final String ID = "id";
    static final String ENABLED = "enabled";
    static final String MODE = "mode";
    static final String BACKEND = "backend";
    static final String CHANNELS = "channels";

    private final StorageRule base;
    private final boolean isNew;
    private final FieldCheck check;
    private final Predicate<String> taken;
    private final Map<String, String> typed = new LinkedHashMap<>();
    private String name;
    private String id;
    private boolean enabled;
    private Mode mode;
    private Backend backend;
    private List<String> channels;

    /** @param taken whether another rule has this id */
    RuleDraft(StorageRule base, boolean isNew, FieldCheck check, Predicate<String> taken) {
        this.base = base;
        this.isNew = isNew;
        this.check = check;
        this.taken = taken;
        name = base.name();
        id = base.id();
        enabled = base.enabled();
        mode = base.mode();
        backend = base.backend();
        channels = base.channels();
    }

    boolean isNew() {
        return isNew;
    }

    /** What the editor was opened with. */
    StorageRule base() {
        return base;
    }

    List<RuleSetting> settings() {
        return RuleSettings.of(mode, backend);
    }

    Mode mode() {
        return mode;
    }

    Backend backend() {
        return backend;
    }

    List<String> channels() {
        return channels;
    }

    void channels(List<String> ids) {
        channels = List.copyOf(ids);
    }

    /** What stands in this field of the rule itself. */
    String text(String field) {
        return switch (field) {
            case NAME -> name;
            case ID -> id;
            case ENABLED -> Boolean.toString(enabled);
            case MODE -> mode.name();
            case BACKEND -> backend.name();
            default -> throw new IllegalArgumentException(field);
        };
    }

    void set(String field, String text) {
        switch (field) {
            case NAME -> name = text;
            case ID -> id = text;
            case ENABLED -> enabled = Boolean.parseBoolean(text);
            case MODE -> mode = Mode.valueOf(text);
            case BACKEND -> backend = Backend.valueOf(text);
            default -> throw new IllegalArgumentException(field);
        }
    }

    /** What stands in the field of this setting. */
    String text(RuleSetting setting) {
        String text = typed.getOrDefault(setting.key(), check.text(setting, base.config()));
        boolean chosen = setting.kind() == RuleSetting.Kind.CHOICE || setting.kind() == RuleSetting.Kind.FLAG;
        return text.isEmpty() && chosen ? setting.standard() : text;
    }

    void set(RuleSetting setting, String text) {
        typed.put(setting.key(), text);
    }

    /** Whether the field is in force, given what stands in the others. */
    boolean applies(RuleSetting setting) {
        return setting.applies(config());
    }

    /** Whether anything would be saved that is not stored already. */
    boolean changed() {
        return isNew || !rule().equals(base);
    }

    StorageRule rule() {
        return new StorageRule(id.strip(), name.strip(), enabled, backend, mode, channels, config());
    }

    /** A sentence by field or key of a setting, in the order of the form; empty where it can be saved. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        check.name(name).ifPresent(sentence -> problems.put(NAME, sentence));
        if (isNew) {
            check.id(id, taken).ifPresent(sentence -> problems.put(ID, sentence));
        }
        Settings config = config();
        for (RuleSetting setting : settings()) {
            if (setting.applies(config)) {
                check.problem(setting, text(setting), config).ifPresent(sentence -> problems.put(setting.key(), sentence));
            }
        }
        if (channels.isEmpty()) {
            problems.put(CHANNELS, check.noChannels());
        }
        return problems;
    }

    private Settings config() {
        List<RuleSetting> settings = settings();
        Settings config = base.config();
        for (RuleSetting setting : left(settings)) {
            config = setting.put(config, null);
        }
        for (RuleSetting setting : settings) {
            String text = typed.get(setting.key());
            if (text != null && !text.strip().equals(check.text(setting, base.config()))) {
                boolean standard = text.isBlank() || text.strip().equals(setting.standard());
                config = setting.put(config, standard ? null : check.value(setting, text.strip()));
            }
        }
        return config;
    }

    /** What another mode or back end needed and this one does not: a password must not stay behind unseen. */
    private List<RuleSetting> left(List<RuleSetting> settings) {
        if (mode == base.mode() && backend == base.backend()) {
            return List.of();
        }
        Set<String> known = settings.stream().map(RuleSetting::key).collect(Collectors.toSet());
        return RuleSettings.of(base.mode(), base.backend()).stream()
                .filter(setting -> !known.contains(setting.key())).toList();
    }
}
