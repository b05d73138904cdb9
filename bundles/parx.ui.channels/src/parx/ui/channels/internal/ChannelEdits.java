package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Channel;
import parx.service.Channels.Change;
import parx.service.ConfigurationException;
import parx.ui.Words;

/**
 * Changes of channels as a person asks for them: made in the background, told by a notification with a way back.
 * UI thread.
 */
final class ChannelEdits {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelEdits.class);
    private final ChannelServices services;
    private final ConfigurationHistory history;
    private final ViewKit ui;
    private final Words words;
    private final Control owner;
    private int running;

    ChannelEdits(ChannelServices services, ViewKit ui, Control owner) {
        this.services = services;
        this.history = new ConfigurationHistory(services.channels(), services.users());
        this.ui = ui;
        this.words = ui.words();
        this.owner = owner;
    }

    void delete(List<Channel> channels) {
        List<Change> changes = channels.stream().<Change>map(channel -> new Change.Remove(channel.id())).toList();
        make(words.text("edit.deleted", named(channels)), changes);
    }

    void toggle(List<Channel> channels) {
        // As they are now: a row may still show what was before the last change.
        List<Channel> present = channels.stream().map(channel -> services.channels().byId(channel.id()).orElse(channel)).toList();
        boolean enable = present.stream().noneMatch(Channel::enabled);
        List<Channel> concerned = present.stream().filter(channel -> channel.enabled() != enable).toList();
        List<Change> changes = concerned.stream().<Change>map(c -> new Change.Replace(c.withEnabled(enable))).toList();
        make(words.text(enable ? "edit.enabled" : "edit.disabled", named(concerned)), changes);
    }

    /** Copies under new ids. @return the new ids */
    Set<String> duplicate(List<Channel> channels) {
        Set<String> ids = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (Channel channel : channels) {
            Channel copy = copy(channel, ids);
            ids.add(copy.id());
            changes.add(new Change.Add(copy));
        }
        make(words.text("edit.duplicated", named(channels)), changes);
        return ids;
    }

    /** A copy of this channel under a free id, not yet saved. */
    Channel copy(Channel channel, Set<String> alsoTaken) {
        String id = EditorModel.proposeId(taken -> alsoTaken.contains(taken) || isTaken(taken));
        String name = words.text("edit.copy", channel.name());
        String fitting = name.length() <= Channel.MAX_NAME_LENGTH ? name : name.substring(0, Channel.MAX_NAME_LENGTH);
        return new Channel(id, fitting, channel.protocol(), channel.enabled(), channel.config(), channel.metadata());
    }

    boolean isTaken(String id) {
        return services.channels().byId(id).isPresent();
    }

    /** Saves what an editor made; the failure goes to the editor, which stays open. */
    void save(Channel channel, boolean isNew, Control editor, Runnable saved, Consumer<String> refused) {
        Change change = isNew ? new Change.Add(channel) : new Change.Replace(channel);
        String what = words.text(isNew ? "edit.added" : "edit.changed", named(List.of(channel)));
        run(editor, () -> {
            history.apply(what, List.of(change));
            return what;
        }, done -> saved.run(), refused);
    }

    void undo() {
        step("edit.undone", "edit.nothingUndo", history::undo);
    }

    void redo() {
        step("edit.redone", "edit.nothingRedo", history::redo);
    }

    /** Whether a change is still on its way to the database; for tests and for closing down. */
    boolean busy() {
        return running > 0;
    }

    private void make(String what, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        run(owner, () -> history.apply(what, changes), step -> ui.notifications().note(what, words.text("action.undo"),
                () -> step("edit.undone", "edit.notNewest", () -> history.undo(step))), ui.notifications()::problem);
    }

    private void step(String key, String nothing, Callable<Optional<String>> step) {
        run(owner, step, done -> ui.notifications().note(done.map(what -> words.text(key, what)).orElseGet(() -> words.text(nothing))),
                ui.notifications()::problem);
    }

    private <T> void run(Control lifetime, Callable<T> work, Consumer<T> done, Consumer<String> refused) {
        running++;
        // A key of its own: no later change may interrupt this one.
        ui.background().run(new Object(), lifetime, work, result -> {
            running--;
            done.accept(result);
        }, failure -> {
            running--;
            refused.accept(sentence(failure));
        });
    }

    private String sentence(Exception failure) {
        if (failure instanceof ConfigurationException) {
            return failure.getLocalizedMessage();
        }
        LOG.error("A change of channels failed unexpectedly", failure);
        return words.text("edit.fault");
    }

    private String named(List<Channel> channels) {
        return channels.size() == 1 ? words.text("edit.one", channels.get(0).name()) : words.text("count", channels.size());
    }
}
