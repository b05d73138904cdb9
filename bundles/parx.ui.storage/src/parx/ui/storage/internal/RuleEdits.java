package parx.ui.storage.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.swt.widgets.Control;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.service.Change;
import parx.ui.Edits;
import parx.ui.RefusalText;

/** Changes of storage rules as a person asks for them, made and told by {@link Edits}. UI thread. */
final class RuleEdits {
    /** As the database's column is wide. */
    static final int MAX_ID_LENGTH = 50;

    private final StorageServices services;
    private final StorageKit ui;
    private final Control view;
    private final Edits<StorageRule> edits;

    RuleEdits(StorageServices services, StorageKit ui, Control view, Edits.Place<StorageRule> place) {
        this.services = services;
        this.ui = ui;
        this.view = view;
        edits = new Edits<>(services.rules(), services.users(), ui.background(), ui.notifications(), view, place);
    }

    /** @param shown as the rows show them */
    void delete(List<StorageRule> shown) {
        edits.make(ui.words().text("edit.deleted", named(shown)), edits.known(shown).stream().map(Change::remove).toList());
    }

    /** Enables these where none is enabled, else disables those that are. @param shown as the rows show them */
    void toggle(List<StorageRule> shown) {
        List<StorageRule> known = edits.known(shown);
        boolean enable = known.stream().noneMatch(StorageRule::enabled);
        List<StorageRule> concerned = known.stream().filter(rule -> rule.enabled() != enable).toList();
        edits.make(ui.words().text(enable ? "edit.enabled" : "edit.disabled", named(concerned)),
                concerned.stream().map(rule -> Change.replace(rule, rule.withEnabled(enable))).toList());
    }

    /** Lets this rule cover these channels as well. @param shown as its row shows it */
    void addChannels(StorageRule shown, List<String> channelIds) {
        StorageRule rule = edits.known(shown);
        Set<String> channels = new LinkedHashSet<>(rule.channels());
        if (channels.contains(StorageRule.EVERY_CHANNEL) || !channels.addAll(channelIds)) {
            ui.notifications().note(ui.words().text("edit.covered", rule.name()));
            return;
        }
        int added = channels.size() - rule.channels().size();
        edits.make(ui.words().text("edit.channels", added, rule.name()),
                List.of(Change.replace(rule, rule.withChannels(List.copyOf(channels)))));
    }

    /** This rule as it is now, as far as is known here. */
    StorageRule newest(StorageRule shown) {
        return edits.known(services.rules().all().stream().filter(rule -> rule.id().equals(shown.id())).findFirst().orElse(shown));
    }

    /** Saves what an editor made; the failure goes to the editor, which stays open. */
    void save(RuleDraft draft, Control editor, Runnable saved, Consumer<String> refused) {
        StorageRule rule = draft.rule();
        Change<StorageRule> change = draft.isNew() ? Change.add(rule) : Change.replace(draft.base(), rule);
        edits.save(ui.words().text(draft.isNew() ? "edit.added" : "edit.changed", named(List.of(rule))), change, editor, saved, refused);
    }

    void undo() {
        edits.undo();
    }

    void redo() {
        edits.redo();
    }

    /** Begins or ends the recording of a rule that waits for a person. */
    void command(StorageRule rule, boolean record) {
        ui.background().run(new Object(), view, () -> {
            services.storage().command(services.users().current(), rule.id(), record);
            return ui.words().text(record ? "command.started" : "command.stopped", rule.name());
        }, ui.notifications()::note, failure -> ui.notifications().problem(new RefusalText().inView(failure)));
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
        return takenIds().contains(id);
    }

    private String freeId(String like) {
        Set<String> taken = takenIds();
        String stem = like.replaceAll("-\\d+$", "");
        int number = 1;
        while (taken.contains(id(stem, number))) {
            number++;
        }
        return id(stem, number);
    }

    private Set<String> takenIds() {
        return Stream.concat(services.rules().all().stream(), edits.onTheirWay()).map(StorageRule::id).collect(Collectors.toSet());
    }

    private static String id(String stem, int number) {
        String end = "-" + number;
        return stem.substring(0, Math.min(stem.length(), MAX_ID_LENGTH - end.length())) + end;
    }

    private String named(List<StorageRule> rules) {
        return rules.size() == 1 ? ui.words().text("edit.one", rules.get(0).name()) : ui.words().text("count", rules.size());
    }
}
