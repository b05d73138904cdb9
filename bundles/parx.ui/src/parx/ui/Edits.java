package parx.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Control;
import parx.service.Change;
import parx.service.Configured;
import parx.service.Users;

/**
 * Changes of one kind of things as a person asks for them in a view: made one after the other in the background, shown in
 * the view, told by a notification with a way back. UI thread.
 */
public final class Edits<T> {
    private final ChangeHistory<T> history;
    private final Background background;
    private final Notifications notifications;
    private final Control view;
    private final Place<T> place;
    private final RefusalText refusal = new RefusalText();
    private final Words words = new Words(Edits.class);
    /** What this person has replaced, by what it was: a row on screen may still show that. */
    private final Map<T, T> replaced = new HashMap<>();
    private int running;

    /** The view that shows what is changed. */
    public interface Place<T> {
        /** Selects these and scrolls to them, as soon as it knows them. @return how many of them its filter hides */
        int reveal(List<T> things);
    }

    /** @param view with it ends who is to be told */
    public Edits(Configured<T> configured, Users users, Background background, Notifications notifications, Control view,
            Place<T> place) {
        history = new ChangeHistory<>(configured, users);
        this.background = background;
        this.notifications = notifications;
        this.view = view;
        this.place = place;
    }

    /**
     * What the person knows of this thing who is shown it: what they have made of it themselves where the screen does not
     * say so yet.
     */
    public T known(T shown) {
        T known = shown;
        while (replaced.containsKey(known)) {
            known = replaced.get(known);
        }
        return known;
    }

    /** Makes these changes of what is selected; with none does nothing. @param what for people, "Deleted 3 channels" */
    public void make(String what, List<Change<T>> changes) {
        if (!changes.isEmpty()) {
            remember(changes);
            run(() -> history.apply(what, changes), step -> told(step, added(step)), this::problem);
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
        remember(changes);
        run(() -> history.apply(what, changes), step -> {
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
        return running > 0;
    }

    private void step(String key, String nothing, Callable<Optional<ChangeHistory.Step<T>>> step) {
        run(step, made -> {
            made.ifPresent(back -> remember(back.changes()));
            notifications.note(made.map(back -> withHidden(words.text(key, back.what()), left(back)))
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

    private void remember(List<Change<T>> changes) {
        for (Change<T> change : changes) {
            // What is again what it was is no longer replaced; so no way leads round in a circle.
            change.now().ifPresent(replaced::remove);
            if (change.seen().isPresent() && change.now().isPresent() && !change.seen().equals(change.now())) {
                replaced.put(change.seen().get(), change.now().get());
            }
        }
    }

    private <R> void run(Callable<R> work, Consumer<R> done, Consumer<Exception> refused) {
        running++;
        background.change(view, work, result -> {
            running--;
            done.accept(result);
        }, failure -> {
            running--;
            replaced.clear();
            refused.accept(failure);
        });
    }
}
