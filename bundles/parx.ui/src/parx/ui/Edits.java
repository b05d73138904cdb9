package parx.ui;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.swt.widgets.Control;
import parx.service.Change;
import parx.service.Configured;
import parx.service.Users;

/**
 * Changes of one kind of things as a person asks for them in a view: made one after the other in the background, shown in
 * the view, told by a notification with a way back. UI thread.
 */
public final class Edits<T> {
    /** A person makes at most so many changes before the screen shows the first of them. */
    private static final int AHEAD_OF_SCREEN = 20;

    private final Configured<T> configured;
    private final ChangeHistory<T> history;
    private final Background background;
    private final Notifications notifications;
    private final Control view;
    private final Place<T> place;
    private final RefusalText refusal = new RefusalText();
    private final Words words = new Words(Edits.class);
    /** The oldest first. */
    private final Deque<UnderWay<T>> underWay = new ArrayDeque<>();
    /** The same of changes that are made: a row on screen may still show what was before them. */
    private final Deque<Map<T, T>> made = new ArrayDeque<>();

    /** Changes on their way. @param replaced what they replace, by what it was */
    private record UnderWay<T>(List<Change<T>> changes, Map<T, T> replaced) {
    }

    /** The view that shows what is changed. */
    public interface Place<T> {
        /** Selects these and scrolls to them, as soon as it knows them. @return how many of them its filter hides */
        int reveal(List<T> things);
    }

    /** @param view with it ends who is to be told */
    public Edits(Configured<T> configured, Users users, Background background, Notifications notifications, Control view,
            Place<T> place) {
        this.configured = configured;
        history = new ChangeHistory<>(configured, users);
        this.background = background;
        this.notifications = notifications;
        this.view = view;
        this.place = place;
    }

    /**
     * What the person knows of these things who is shown them: what they have made of them themselves where the screen does
     * not say so yet.
     */
    public List<T> known(List<T> shown) {
        Set<T> inForce = made.isEmpty() ? Set.of() : new HashSet<>(configured.all());
        return shown.stream().map(thing -> after(underWay.stream().map(UnderWay::replaced).toList(), inForce.contains(thing) ? thing : after(made, thing))).toList();
    }

    /** As {@link #known(List)}. */
    public T known(T shown) {
        return known(List.of(shown)).getFirst();
    }

    /** What is being added or changed and not yet told. */
    public Stream<T> onTheirWay() {
        return underWay.stream().flatMap(step -> step.changes().stream()).flatMap(change -> change.now().stream());
    }

    private static <T> T after(Collection<Map<T, T>> changes, T thing) {
        T after = thing;
        for (Map<T, T> replaced : changes) {
            after = replaced.getOrDefault(after, after);
        }
        return after;
    }

    /** Makes these changes of what is selected; with none does nothing. @param what for people, "Deleted 3 channels" */
    public void make(String what, List<Change<T>> changes) {
        if (!changes.isEmpty()) {
            run(changes, () -> history.apply(what, changes), step -> told(step, added(step)), this::problem);
        }
    }

    /**
     * Makes the change of an editor, which stays open where it is refused.
     *
     * @param saved   called once it is made
     * @param refused gets a sentence
     */
    public void save(String what, Change<T> change, Control editor, Runnable saved, Consumer<String> refused) {
        List<Change<T>> changes = List.of(change);
        run(changes, () -> history.apply(what, changes), step -> {
            if (!editor.isDisposed()) {
                saved.run();
            }
            told(step, List.of(change.subject()));
        }, failure -> {
            if (editor.isDisposed()) {
                problem(failure);
            } else {
                refused.accept(refusal.inEditor(failure));
            }
        });
    }

    /** Takes the newest change back. */
    public void undo() {
        step("edits.undone", "edits.nothingUndo", history::undo);
    }

    /** Makes the change last undone again. */
    public void redo() {
        step("edits.redone", "edits.nothingRedo", history::redo);
    }

    /** Whether a change is still on its way to the database. */
    public boolean busy() {
        return !underWay.isEmpty();
    }

    private void step(String key, String nothing, Callable<Optional<ChangeHistory.Step<T>>> step) {
        run(List.of(), step, done -> {
            done.ifPresent(back -> keep(replaced(back.changes())));
            notifications.note(done.map(back -> withHidden(words.text(key, back.what()), left(back)))
                    .orElseGet(() -> words.text(nothing)));
        }, this::problem);
    }

    private void problem(Exception failure) {
        notifications.problem(refusal.inView(failure));
    }

    private void told(ChangeHistory.Step<T> step, List<T> shown) {
        notifications.note(withHidden(step.what(), shown), words.text("edits.undo"),
                () -> step("edits.undone", "edits.notNewest", () -> history.undo(step)));
    }

    private String withHidden(String what, List<T> shown) {
        int hidden = shown.isEmpty() ? 0 : place.reveal(shown);
        return hidden == 0 ? what : words.text(hidden == shown.size() ? "edits.hidden" : "edits.someHidden", what, hidden);
    }

    /** What is new; what was replaced or removed was selected by who did it. */
    private static <T> List<T> added(ChangeHistory.Step<T> step) {
        return step.changes().stream().filter(change -> change.seen().isEmpty()).map(Change::subject).toList();
    }

    private static <T> List<T> left(ChangeHistory.Step<T> step) {
        return step.changes().stream().flatMap(change -> change.now().stream()).toList();
    }

    private static <T> Map<T, T> replaced(List<Change<T>> changes) {
        Map<T, T> replaced = new HashMap<>();
        for (Change<T> change : changes) {
            if (change.seen().isPresent() && change.now().isPresent()) {
                replaced.put(change.seen().get(), change.now().get());
            }
        }
        return replaced;
    }

    private void keep(Map<T, T> replaced) {
        made.add(replaced);
        if (made.size() > AHEAD_OF_SCREEN) {
            made.remove();
        }
    }

    /** @param changes known from now on, and no longer where the work fails */
    private <R> void run(List<Change<T>> changes, Callable<R> work, Consumer<R> done, Consumer<Exception> refused) {
        UnderWay<T> step = new UnderWay<>(changes, replaced(changes));
        underWay.add(step);
        background.change(view, work, result -> {
            underWay.remove(step);
            keep(step.replaced());
            done.accept(result);
        }, failure -> {
            underWay.remove(step);
            refused.accept(failure);
        });
    }
}
