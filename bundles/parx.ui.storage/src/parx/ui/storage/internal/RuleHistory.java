package parx.ui.storage.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.StorageRule;
import parx.service.ConfigurationException;
import parx.service.StorageRules;
import parx.service.Users;
import parx.ui.Words;

/**
 * The changes of storage rules made in this window, with what undoes them. Thread-safe; every change waits for the
 * database, so never on the UI thread.
 */
final class RuleHistory {
    private static final int DEPTH = 200;

    private final StorageRules rules;
    private final Users users;
    private final Words words;
    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<Step> redo = new ArrayDeque<>();

    /** @param from what was there, by id; empty for nothing @param to what is there after the step */
    record Step(String what, Map<String, Optional<StorageRule>> from, Map<String, Optional<StorageRule>> to) {
        Step inverse() {
            return new Step(what, to, from);
        }
    }

    RuleHistory(StorageRules rules, Users users, Words words) {
        this.rules = rules;
        this.users = users;
        this.words = words;
    }

    /** Makes this change; from then on {@link #undo()} takes it back. @param to by id; empty to delete */
    synchronized Step apply(String what, Map<String, Optional<StorageRule>> to) throws ConfigurationException {
        Step step = new Step(what, now(to), to);
        make(step);
        undo.push(step);
        if (undo.size() > DEPTH) {
            undo.removeLast();
        }
        redo.clear();
        return step;
    }

    /** Takes this change back, if it is still the newest. @return what was undone, empty where another is newer or it is undone already */
    synchronized Optional<String> undo(Step step) throws ConfigurationException {
        return undo.peek() == step ? step(undo, redo) : Optional.empty();
    }

    /** Takes the newest change back. @return what was undone, empty where there was nothing */
    synchronized Optional<String> undo() throws ConfigurationException {
        return step(undo, redo);
    }

    /** Makes the change last undone again. */
    synchronized Optional<String> redo() throws ConfigurationException {
        return step(redo, undo);
    }

    private Optional<String> step(Deque<Step> of, Deque<Step> other) throws ConfigurationException {
        Step made = of.peek();
        if (made == null) {
            return Optional.empty();
        }
        Step back = made.inverse();
        for (Map.Entry<String, Optional<StorageRule>> rule : now(back.from()).entrySet()) {
            if (!rule.getValue().equals(back.from().get(rule.getKey()))) {
                throw new ConfigurationException(words.text("edit.newer", rule.getKey()));
            }
        }
        // Only a step that was made leaves its stack, so that a database that is away loses no undo.
        make(back);
        of.pop();
        other.push(back);
        return Optional.of(made.what());
    }

    private void make(Step step) throws ConfigurationException {
        List<StorageRule> put = step.to().values().stream().flatMap(Optional::stream).toList();
        List<String> remove = step.to().keySet().stream().filter(id -> step.to().get(id).isEmpty()).toList();
        rules.apply(users.current(), put, remove);
    }

    /** These rules as they are now. */
    private Map<String, Optional<StorageRule>> now(Map<String, Optional<StorageRule>> of) {
        Map<String, Optional<StorageRule>> now = new LinkedHashMap<>();
        of.keySet().forEach(id -> now.put(id, rules.all().stream().filter(rule -> rule.id().equals(id)).findFirst()));
        return now;
    }
}
