package parx.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.Configured;
import parx.service.Users;

/**
 * The changes of one kind of things made in this window, with what undoes them. A step over what somebody else has
 * changed since is refused by the service. Thread-safe; every change waits for the database, so never on the UI thread.
 */
final class ChangeHistory<T> {
    private static final int DEPTH = 200;

    private final Configured<T> configured;
    private final Users users;
    private final Deque<Step<T>> undo = new ArrayDeque<>();
    private final Deque<Step<T>> redo = new ArrayDeque<>();

    /** What was made. @param what for people, "Deleted 3 channels" */
    record Step<T>(String what, List<Change<T>> changes) {
        Step<T> inverse() {
            return new Step<>(what, Change.inverse(changes));
        }
    }

    ChangeHistory(Configured<T> configured, Users users) {
        this.configured = configured;
        this.users = users;
    }

    /** Makes these changes; from then on {@link #undo()} takes them back. */
    synchronized Step<T> apply(String what, List<Change<T>> changes) throws ConfigurationException {
        configured.apply(users.current(), changes);
        Step<T> step = new Step<>(what, changes);
        push(undo, step);
        redo.clear();
        return step;
    }

    /** Takes this step back, if it is still the newest. @return as {@link #undo()}; empty where another is newer or it is undone already */
    synchronized Optional<Step<T>> undo(Step<T> step) throws ConfigurationException {
        return undo.peek() == step ? step(undo, redo) : Optional.empty();
    }

    /** Takes the newest step back. @return what was made for that, empty where there was nothing */
    synchronized Optional<Step<T>> undo() throws ConfigurationException {
        return step(undo, redo);
    }

    /** Makes the step last undone again. @return what was made, empty where there was nothing */
    synchronized Optional<Step<T>> redo() throws ConfigurationException {
        return step(redo, undo);
    }

    private Optional<Step<T>> step(Deque<Step<T>> from, Deque<Step<T>> to) throws ConfigurationException {
        Step<T> made = from.peek();
        if (made == null) {
            return Optional.empty();
        }
        Step<T> back = made.inverse();
        configured.apply(users.current(), back.changes());
        // Only a step that was made leaves its stack, so that a database that is away loses no undo.
        from.pop();
        push(to, back);
        return Optional.of(back);
    }

    private static <T> void push(Deque<T> stack, T step) {
        stack.push(step);
        if (stack.size() > DEPTH) {
            stack.removeLast();
        }
    }
}
