package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.swt.widgets.Control;
import parx.model.Channel;
import parx.service.Change;
import parx.ui.Edits;
import parx.ui.Words;

/** Changes of channels as a person asks for them, made and told by {@link Edits}. UI thread. */
final class ChannelEdits {
    private final ChannelServices services;
    private final Edits<Channel> edits;
    private final Words words;

    ChannelEdits(ChannelServices services, ViewKit ui, Control view, Edits.Place<Channel> place) {
        this.services = services;
        this.words = ui.words();
        edits = new Edits<>(services.channels(), services.users(), ui.background(), ui.notifications(), view, place);
    }

    /** @param shown as the rows show them */
    void delete(List<Channel> shown) {
        edits.make(words.text("edit.deleted", named(shown)), edits.known(shown).stream().map(Change::remove).toList());
    }

    /** Enables these where none is enabled, else disables those that are. @param shown as the rows show them */
    void toggle(List<Channel> shown) {
        List<Channel> known = edits.known(shown);
        boolean enable = known.stream().noneMatch(Channel::enabled);
        List<Channel> concerned = known.stream().filter(channel -> channel.enabled() != enable).toList();
        edits.make(words.text(enable ? "edit.enabled" : "edit.disabled", named(concerned)),
                concerned.stream().map(channel -> Change.replace(channel, channel.withEnabled(enable))).toList());
    }

    /** Copies under new ids. */
    void duplicate(List<Channel> channels) {
        Set<String> ids = new HashSet<>();
        Set<String> names = names();
        List<Channel> copies = new ArrayList<>();
        for (Channel channel : channels) {
            Channel copy = copy(channel, ids, names);
            ids.add(copy.id());
            names.add(copy.name());
            copies.add(copy);
        }
        edits.make(words.text("edit.duplicated", named(channels)), Change.adding(copies));
    }

    /** A copy of this channel under a free id, not yet saved. */
    Channel copy(Channel channel) {
        return copy(channel, Set.of(), names());
    }

    private Channel copy(Channel channel, Set<String> takenIds, Set<String> takenNames) {
        String id = EditorModel.proposeId(taken -> takenIds.contains(taken) || isTaken(taken));
        String name = words.text("edit.copy", channel.name());
        for (int number = 2; takenNames.contains(fitting(name)) && number <= takenNames.size() + 1; number++) {
            name = words.text("edit.copyNumber", channel.name(), number);
        }
        return new Channel(id, fitting(name), channel.protocol(), channel.enabled(), channel.config(), channel.metadata());
    }

    private static String fitting(String name) {
        return name.length() <= Channel.MAX_NAME_LENGTH ? name : name.substring(0, Channel.MAX_NAME_LENGTH);
    }

    /** Of all channels, those that are still being added among them. */
    private Set<String> names() {
        return Stream.concat(services.channels().all().stream(), edits.onTheirWay()).map(Channel::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    boolean isTaken(String id) {
        return services.channels().byId(id).isPresent() || edits.onTheirWay().anyMatch(channel -> channel.id().equals(id));
    }

    /** This channel as it is now, as far as is known here: a row may still show what was before the last change. */
    Channel newest(Channel shown) {
        return edits.known(services.channels().byId(shown.id()).orElse(shown));
    }

    /** Saves what an editor made; the failure goes to the editor, which stays open. */
    void save(EditorModel edited, Control editor, Runnable saved, Consumer<String> refused) {
        Channel channel = edited.channel();
        Change<Channel> change = edited.isNew() ? Change.add(channel) : Change.replace(edited.base(), channel);
        edits.save(words.text(edited.isNew() ? "edit.added" : "edit.changed", named(List.of(channel))), change, editor, saved, refused);
    }

    void undo() {
        edits.undo();
    }

    void redo() {
        edits.redo();
    }

    /** Whether a change is still on its way to the database. */
    boolean busy() {
        return edits.busy();
    }

    private String named(List<Channel> channels) {
        return channels.size() == 1 ? words.text("edit.one", channels.get(0).name()) : words.text("count", channels.size());
    }
}
