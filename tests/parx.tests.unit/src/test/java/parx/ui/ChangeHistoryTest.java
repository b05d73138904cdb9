package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.Change;
import parx.service.ChangedMeanwhileException;
import parx.service.ConfigurationException;
import parx.service.Configured;
import parx.service.Subscription;

final class ChangeHistoryTest implements Configured<StorageRule> {
    private final Rows<StorageRule> rows = new Rows<>(StorageRule::id);
    private final StorageRule speed = rule("a", "Speed");
    private final StorageRule force = rule("b", "Force");
    private final ChangeHistory<StorageRule> history = new ChangeHistory<>(this, () -> new User(1, "eng", User.Role.ENGINEER));
    private String refuse = "";

    @BeforeEach
    void twoRules() {
        rows.put(speed);
        rows.put(force);
    }

    @Test
    void undoBringsBackWhatWasDeletedAndRedoDeletesItAgain() throws ConfigurationException {
        history.apply("Deleted 2 rules", List.of(Change.remove(speed), Change.remove(force)));
        assertEquals(List.of(), all());

        assertEquals("Deleted 2 rules", history.undo().orElseThrow().what());
        assertEquals(List.of(speed, force), all());

        history.redo();
        assertEquals(List.of(), all());
    }

    @Test
    void stepsAreTakenBackNewestFirst() throws ConfigurationException {
        history.apply("one", List.of(Change.replace(speed, rule("a", "Speed 1"))));
        history.apply("two", List.of(Change.replace(rule("a", "Speed 1"), rule("a", "Speed 2"))));

        history.undo();
        assertEquals("Speed 1", all().get(0).name());
        history.undo();
        assertEquals("Speed", all().get(0).name());
        assertEquals(Optional.empty(), history.undo());
    }

    @Test
    void aNamedStepIsTakenBackOnlyWhileItIsTheNewest() throws ConfigurationException {
        ChangeHistory.Step<StorageRule> deleted = history.apply("deleted", List.of(Change.remove(speed)));
        ChangeHistory.Step<StorageRule> renamed = history.apply("renamed", List.of(Change.replace(force, rule("b", "Force 1"))));

        assertEquals(Optional.empty(), history.undo(deleted), "another change is newer");
        assertEquals("renamed", history.undo(renamed).orElseThrow().what());
        assertEquals(Optional.empty(), history.undo(renamed), "it is undone already");
        assertEquals("deleted", history.undo(deleted).orElseThrow().what());
        assertEquals(List.of(speed, force), all());
    }

    @Test
    void aNewChangeEndsWhatCouldBeDoneAgain() throws ConfigurationException {
        history.apply("one", List.of(Change.remove(speed)));
        history.undo();
        history.apply("two", List.of(Change.remove(force)));

        assertEquals(Optional.empty(), history.redo());
    }

    @Test
    void anUndoThatWouldOverwriteAColleaguesNewerEditIsRefused() throws ConfigurationException {
        history.apply("one", List.of(Change.replace(speed, rule("a", "Speed 1"))));
        rows.apply(List.of(Change.replace(rule("a", "Speed 1"), rule("a", "Strip speed"))));

        assertThrows(ChangedMeanwhileException.class, history::undo);
        assertEquals("Strip speed", all().get(0).name());
    }

    @Test
    void anUndoThatTheDatabaseRefusesCanBeTriedAgain() throws ConfigurationException {
        history.apply("one", List.of(Change.remove(speed)));
        refuse = "PostgreSQL cannot be reached";
        assertThrows(ConfigurationException.class, history::undo);

        refuse = "";
        history.undo();
        assertEquals(List.of(speed, force), all());
    }

    private static StorageRule rule(String id, String name) {
        return new StorageRule(id, name, true, StorageRule.Backend.TIMESCALEDB, StorageRule.Mode.CHANGE, List.of("*"), Settings.EMPTY);
    }

    @Override
    public List<StorageRule> all() {
        return rows.all();
    }

    @Override
    public void apply(User by, Collection<Change<StorageRule>> changes) throws ConfigurationException {
        if (!refuse.isEmpty()) {
            throw new ConfigurationException(refuse);
        }
        rows.apply(changes);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> { };
    }
}
