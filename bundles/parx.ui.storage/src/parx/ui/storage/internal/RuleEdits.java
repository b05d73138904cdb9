package parx.ui.storage.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.service.ConfigurationException;

/**
 * Changes of storage rules as a person asks for them: made in the background, told by a notification with a way back.
 * UI thread.
 */
final class RuleEdits {
    /** As the database's column is wide. */
    static final int MAX_ID_LENGTH = 50;
    private static final Logger LOG = LoggerFactory.getLogger(RuleEdits.class);

    private final StorageServices services;
    private final StorageKit ui;
    private final Control owner;
    private final RuleHistory history;

    RuleEdits(StorageServices services, StorageKit ui, Control owner) {
        this.services = services;
        this.ui = ui;
        this.owner = owner;
        history = new RuleHistory(services.rules(), services.users(), ui.words());
    }

    void delete(List<StorageRule> rules) {
        Map<String, Optional<StorageRule>> change = new LinkedHashMap<>();
        rules.forEach(rule -> change.put(rule.id(), Optional.empty()));
        make(ui.words().text("edit.deleted", named(rules)), change);
    }

    /** Enables these where none is enabled, else disables those that are. */
    void toggle(List<StorageRule> rules) {
        boolean enable = rules.stream().noneMatch(StorageRule::enabled);
        List<StorageRule> changed = rules.stream().filter(rule -> rule.enabled() != enable)
                .map(rule -> new StorageRule(rule.id(), rule.name(), enable, rule.backend(), rule.mode(), rule.channels(), rule.config()))
                .toList();
        make(ui.words().text(enable ? "edit.enabled" : "edit.disabled", named(changed)), put(changed));
    }

    /** Lets this rule cover these channels as well. */
    void addChannels(StorageRule rule, List<String> channelIds) {
        Set<String> channels = new LinkedHashSet<>(rule.channels());
        if (channels.contains(StorageRule.EVERY_CHANNEL) || !channels.addAll(channelIds)) {
            ui.notifications().note(ui.words().text("edit.covered", rule.name()));
            return;
        }
        int added = channels.size() - rule.channels().size();
        make(ui.words().text("edit.channels", added, rule.name()), put(List.of(new StorageRule(rule.id(), rule.name(),
                rule.enabled(), rule.backend(), rule.mode(), List.copyOf(channels), rule.config()))));
    }

    /** @param saved called once it is stored @param refused gets a sentence */
    void save(StorageRule rule, boolean isNew, Control editor, Runnable saved, Consumer<String> refused) {
        String what = ui.words().text(isNew ? "edit.added" : "edit.changed", named(List.of(rule)));
        run(editor, () -> history.apply(what, put(List.of(rule))), done -> {
            saved.run();
            told(done);
        }, refused);
    }

    void undo() {
        step("edit.undone", "edit.nothingUndo", history::undo);
    }

    void redo() {
        step("edit.redone", "edit.nothingRedo", history::redo);
    }

    /** Begins or ends the recording of a rule that waits for a person. */
    void command(StorageRule rule, boolean record) {
        run(owner, () -> {
            services.storage().command(services.users().current(), rule.id(), record);
            return ui.words().text(record ? "command.started" : "command.stopped", rule.name());
        }, ui.notifications()::note, ui.notifications()::problem);
    }

    /** A rule to begin with, under a free id. */
    StorageRule fresh(List<String> channels) {
        return new StorageRule(freeId("rule"), "", true, StorageRule.Backend.TIMESCALEDB, StorageRule.Mode.CHANGE, channels, Settings.EMPTY);
    }

    StorageRule copy(StorageRule rule) {
        return new StorageRule(freeId(rule.id()), ui.words().text("edit.copyOf", rule.name()), rule.enabled(), rule.backend(),
                rule.mode(), rule.channels(), rule.config());
    }

    boolean isTaken(String id) {
        return services.rules().all().stream().anyMatch(rule -> rule.id().equals(id));
    }

    private String freeId(String like) {
        Set<String> taken = services.rules().all().stream().map(StorageRule::id).collect(Collectors.toCollection(HashSet::new));
        String stem = like.replaceAll("-\\d+$", "");
        int number = 1;
        while (taken.contains(id(stem, number))) {
            number++;
        }
        return id(stem, number);
    }

    private static String id(String stem, int number) {
        String end = "-" + number;
        return stem.substring(0, Math.min(stem.length(), MAX_ID_LENGTH - end.length())) + end;
    }

    private static Map<String, Optional<StorageRule>> put(List<StorageRule> rules) {
        Map<String, Optional<StorageRule>> change = new LinkedHashMap<>();
        rules.forEach(rule -> change.put(rule.id(), Optional.of(rule)));
        return change;
    }

    private void make(String what, Map<String, Optional<StorageRule>> change) {
        if (!change.isEmpty()) {
            run(owner, () -> history.apply(what, change), this::told, ui.notifications()::problem);
        }
    }

    private void told(RuleHistory.Step done) {
        ui.notifications().note(done.what(), ui.words().text("action.undo"),
                () -> step("edit.undone", "edit.notNewest", () -> history.undo(done)));
    }

    private void step(String key, String nothing, Callable<Optional<String>> step) {
        run(owner, step, done -> ui.notifications().note(done.map(what -> ui.words().text(key, what))
                .orElseGet(() -> ui.words().text(nothing))), ui.notifications()::problem);
    }

    private <T> void run(Control lifetime, Callable<T> work, Consumer<T> done, Consumer<String> refused) {
        // A key of its own: no later change may interrupt this one.
        ui.background().run(new Object(), lifetime, work, done, failure -> refused.accept(sentence(failure)));
    }

    private String sentence(Exception failure) {
        if (failure instanceof ConfigurationException) {
            return failure.getLocalizedMessage();
        }
        LOG.error("A change of storage rules failed unexpectedly", failure);
        return ui.words().text("edit.fault");
    }

    private String named(List<StorageRule> rules) {
        return rules.size() == 1 ? ui.words().text("edit.one", rules.get(0).name()) : ui.words().text("count", rules.size());
    }
}
