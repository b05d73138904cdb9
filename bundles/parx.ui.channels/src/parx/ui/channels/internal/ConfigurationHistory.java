package parx.ui.channels.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.Channel;
import parx.service.Channels;
import parx.service.Channels.Change;
import parx.service.ConfigurationException;
import parx.service.Users;
import parx.ui.Words;

/**
 * The changes of channels made in this window, with what undoes them. Thread-safe; every change waits for the
 * database, so never on the UI thread.
 */
final class ConfigurationHistory {
    private static final int DEPTH = 200;
    private final Channels channels;
    private final Users users;
    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<Step> redo = new ArrayDeque<>();

    /**
     * @param what    for people, "Delete 3 channels"
     * @param changes what to apply to take the step
     * @param left    how the step before left each channel, empty for removed: only then may it be taken
     */
    record Step(String what, List<Change> changes, Map<String, Optional<Channel>> left) {
    }

    ConfigurationHistory(Channels channels, Users users) {
        this.channels = channels;
        this.users = users;
    }

    /** Makes these changes; from then on {@link #undo()} takes them back. */
    synchronized Step apply(String what, List<Change> changes) throws ConfigurationException {
        List<Change> inverse = channels.apply(users.current(), changes);
        Step step = new Step(what, inverse, left(inverse));
        push(undo, step);
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

    /** Makes the change last undone again. @return what was done again, empty where there was nothing */
    synchronized Optional<String> redo() throws ConfigurationException {
        return step(redo, undo);
    }

    private Optional<String> step(Deque<Step> from, Deque<Step> to) throws ConfigurationException {
        Step step = from.peek();
        if (step == null) {
            return Optional.empty();
        }
        refuseOverNewer(step);
        // Only a step that was made leaves its stack, so that a database that is away loses no undo.
        List<Change> inverse = channels.apply(users.current(), step.changes());
        from.pop();
        push(to, new Step(step.what(), inverse, left(inverse)));
        return Optional.of(step.what());
    }

    private void refuseOverNewer(Step step) throws ConfigurationException {
        for (Map.Entry<String, Optional<Channel>> channel : step.left().entrySet()) {
            Optional<Channel> now = channels.byId(channel.getKey());
            if (!now.equals(channel.getValue())) {
                String name = now.or(channel::getValue).map(Channel::name).orElse(channel.getKey());
                throw new ConfigurationException(new Words(ConfigurationHistory.class).text("edit.newer", name));
            }
        }
    }

    private Map<String, Optional<Channel>> left(List<Change> inverse) {
        Map<String, Optional<Channel>> left = new HashMap<>();
        for (Change change : inverse) {
            left.computeIfAbsent(idOf(change), channels::byId);
        }
        return left;
    }

    private static String idOf(Change change) {
        return switch (change) {
            case Change.Add(Channel channel) -> channel.id();
            case Change.Replace(Channel channel) -> channel.id();
            case Change.Remove(String id) -> id;
        };
    }

    private static void push(Deque<Step> stack, Step step) {
        stack.push(step);
        if (stack.size() > DEPTH) {
            stack.removeLast();
        }
    }
}
