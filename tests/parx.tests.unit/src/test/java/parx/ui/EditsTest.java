package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.Configured;
import parx.service.Subscription;

/** What a person knows of things whose changes are on their way, made, refused, or set back by somebody else. */
final class EditsTest extends DisplayTest implements Configured<StorageRule> {
    private final Rows<StorageRule> rows = new Rows<>(StorageRule::id);
    private final StorageRule speed = rule("a", "Speed");
    private final StorageRule force = rule("b", "Force");
    /** Each change waits for one. */
    private final Semaphore let = new Semaphore(0);
    private UiParts parts;
    private Edits<StorageRule> edits;

    @BeforeEach
    void twoRules() {
        rows.put(speed);
        rows.put(force);
        parts = UiParts.of(display, false);
        edits = new Edits<>(this, () -> new User(1, "eng", User.Role.ENGINEER), parts.background(), parts.notifications(), shell,
                things -> 0);
    }

    @AfterEach
    void stop() {
        let.release(100);
        parts.background().close();
    }

    @Test
    void whatSomebodyElseSetBackIsKnownAsItIsInForce() throws ConfigurationException {
        StorageRule off = speed.withEnabled(false);
        make(speed, off);
        assertEquals(off, edits.known(speed));
        let.release();
        until("it is made", () -> !edits.busy());
        assertEquals(off, edits.known(speed), "the screen may still show what was before");
        rows.apply(List.of(Change.replace(off, speed)));
        assertEquals(speed, edits.known(speed));
        assertEquals(List.of(speed, force), edits.known(List.of(speed, force)));
    }

    @Test
    void aChangeThatIsRefusedIsForgottenAndTheOthersOnTheirWayAreNot() throws ConfigurationException {
        StorageRule theirs = speed.withChannels(List.of("x"));
        make(speed, speed.withEnabled(false));
        make(force, force.withEnabled(false));
        rows.apply(List.of(Change.replace(speed, theirs)));
        let.release();
        until("one is refused", () -> !parts.notifications().showing().isEmpty());
        assertEquals(speed, edits.known(speed));
        assertEquals(force.withEnabled(false), edits.known(force));
        let.release();
        until("the other is made", () -> !edits.busy());
        assertEquals(List.of(theirs, force.withEnabled(false)), all());
    }

    @Test
    void changesThereAndBackOnTheirWayLeadToTheLast() {
        StorageRule off = speed.withEnabled(false);
        make(speed, off);
        make(off, speed);
        assertEquals(speed, edits.known(speed));
        make(speed, off);
        assertEquals(off, edits.known(speed));
        let.release(3);
        until("all are made", () -> !edits.busy());
        assertEquals(off, edits.known(off));
        assertFalse(all().getFirst().enabled());
    }

    private void make(StorageRule seen, StorageRule now) {
        edits.make("Changed", List.of(Change.replace(seen, now)));
    }

    @Override
    public List<StorageRule> all() {
        return rows.all();
    }

    @Override
    public void apply(User by, Collection<Change<StorageRule>> changes) throws ConfigurationException {
        let.acquireUninterruptibly();
        rows.apply(changes);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {
        };
    }

    private static StorageRule rule(String id, String name) {
        return new StorageRule(id, name, true, StorageRule.Backend.TIMESCALEDB, StorageRule.Mode.CHANGE, List.of(), Settings.EMPTY);
    }
}
