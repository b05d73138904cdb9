package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.User;
import parx.service.Channels.Change;
import parx.service.ConfigurationException;

final class ConfigurationHistoryTest {
    private final Plant plant = new Plant();
    private final Channel speed = Plant.channel("a", "Speed", "h", 40_001);
    private final Channel force = Plant.channel("b", "Force", "h", 40_003);
    private final ConfigurationHistory history = new ConfigurationHistory(plant, () -> new User(1, "eng", User.Role.ENGINEER));

    @BeforeEach
    void twoChannels() {
        plant.add(speed, force);
    }

    @Test
    void undoBringsBackWhatWasDeletedAndRedoDeletesItAgain() throws ConfigurationException {
        history.apply("Deleted 2 channels", List.of(new Change.Remove("a"), new Change.Remove("b")));
        assertEquals(List.of(), plant.all());

        assertEquals(Optional.of("Deleted 2 channels"), history.undo());
        assertEquals(List.of(speed, force), plant.all());

        history.redo();
        assertEquals(List.of(), plant.all());
    }

    @Test
    void stepsAreTakenBackNewestFirst() throws ConfigurationException {
        history.apply("one", List.of(new Change.Replace(speed.withName("Speed 1"))));
        history.apply("two", List.of(new Change.Replace(speed.withName("Speed 2"))));

        history.undo();
        assertEquals("Speed 1", plant.byId("a").orElseThrow().name());
        history.undo();
        assertEquals("Speed", plant.byId("a").orElseThrow().name());
        assertEquals(Optional.empty(), history.undo());
    }

    @Test
    void aNamedChangeIsTakenBackOnlyWhileItIsTheNewest() throws ConfigurationException {
        ConfigurationHistory.Step deleted = history.apply("deleted", List.of(new Change.Remove("a")));
        ConfigurationHistory.Step renamed = history.apply("renamed", List.of(new Change.Replace(force.withName("Force 1"))));

        assertEquals(Optional.empty(), history.undo(deleted), "another change is newer");
        assertEquals(Optional.of("renamed"), history.undo(renamed));
        assertEquals(Optional.empty(), history.undo(renamed), "it is undone already");
        assertEquals(Optional.of("deleted"), history.undo(deleted));
        assertEquals(List.of(speed, force), plant.all());
    }

    @Test
    void aNewChangeEndsWhatCouldBeDoneAgain() throws ConfigurationException {
        history.apply("one", List.of(new Change.Remove("a")));
        history.undo();
        history.apply("two", List.of(new Change.Remove("b")));

        assertEquals(Optional.empty(), history.redo());
    }

    @Test
    void anUndoThatWouldOverwriteAColleaguesNewerEditIsRefused() throws ConfigurationException {
        history.apply("one", List.of(new Change.Replace(speed.withName("Speed 1"))));
        plant.apply(new User(2, "colleague", User.Role.ENGINEER), List.of(new Change.Replace(speed.withName("Strip speed"))));

        ConfigurationException refused = assertThrows(ConfigurationException.class, history::undo);

        assertTrue(refused.getMessage().startsWith("‘Strip speed’ was changed by somebody else since"), refused.getMessage());
        assertEquals("Strip speed", plant.byId("a").orElseThrow().name());
    }

    @Test
    void anUndoThatTheDatabaseRefusesCanBeTriedAgain() throws ConfigurationException {
        history.apply("one", List.of(new Change.Remove("a")));
        plant.refuse = "PostgreSQL cannot be reached";
        assertThrows(ConfigurationException.class, history::undo);

        plant.refuse = "";
        history.undo();
        assertEquals(List.of(speed, force), plant.all());
    }
}
