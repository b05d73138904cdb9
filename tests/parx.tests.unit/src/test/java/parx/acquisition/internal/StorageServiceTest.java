package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.model.User;
import parx.service.ConfigurationException;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;

/** What the storage rules are doing, as views see it, and commands to them. */
class StorageServiceTest {
    private static final User SOMEBODY = new User(1, "somebody", User.Role.ENGINEER);
    private final Site site = new Site();
    private final List<String> audited = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    @Test
    void aSteadyRuleRecordsAndItsRowsAreMeasured() {
        begin(rule("all", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", 0));
        // A hundred a second, but far fewer where the machine does other things.
        Eventually.until("measured", () -> status("all").rowsPerSecond() > 2);
        RuleStatus status = status("all");
        assertEquals(RuleState.RECORDING, status.state());
        assertEquals(1, status.channels());
        assertEquals("", status.problem());
    }

    @Test
    void aDisabledAndAWrongRuleAreStoppedAndTheWrongOneSaysWhy() {
        begin(new StorageRule("off", "Off", false, Backend.TIMESCALEDB, Mode.CHANGE, List.of("*"), Settings.EMPTY),
                rule("wrong", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", "often"));
        assertEquals(RuleState.STOPPED, status("off").state());
        assertEquals("", status("off").problem());
        assertEquals(RuleState.STOPPED, status("wrong").state());
        assertEquals("The storage rule ‘wrong’ stores nothing: ‘interval’ must be a number, but is often", status("wrong").problem());
    }

    @Test
    void anAverageThatYieldsToAnotherRuleSaysSo() {
        begin(rule("mean", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", 1_000, "value", "average"),
                rule("every", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", 0));
        Eventually.until("said", () -> status("mean").problem().startsWith("Channels that ‘every’ keeps too are left out"));
        assertEquals("", status("every").problem());
        assertEquals(0, status("mean").channels());
    }

    @Test
    void aRuleWhoseBackEndIsNotThereSaysSoUntilItComes() {
        begin(rule("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0));
        Eventually.until("said", () -> status("files").problem().contains("back end is not available"));
        assertEquals(RuleState.STOPPED, status("files").state());
        RecordingStores stores = new RecordingStores();
        site.engine.stores(stores);
        Eventually.until("stored", () -> stores.of("files") != null && !stores.of("files").good(site.handle("a1")).isEmpty());
        Eventually.until("recording", () -> status("files").state() == RuleState.RECORDING);
    }

    @Test
    void aBackEndThatTakesNothingIsLostUntilItDoesAgain() {
        begin(rule("all", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", 0));
        site.sink.fail("The database is away");
        Eventually.until("lost", () -> status("all").state() == RuleState.BACKEND_LOST);
        assertEquals("The database is away", status("all").problem());
        site.sink.fail("");
        Eventually.until("back", () -> status("all").state() == RuleState.RECORDING);
    }

    @Test
    void aPersonBeginsAndEndsARecordingAndBothAreNoted() throws ConfigurationException {
        begin(rule("hand", Backend.TIMESCALEDB, Mode.TRIGGER, "trigger", Settings.with("type", "external"), "preTrigger", 100,
                "postTrigger", 60_000));
        assertEquals(RuleState.WAITING, status("hand").state());
        site.engine.storage().command(SOMEBODY, "hand", true);
        Eventually.until("recording", () -> status("hand").state() == RuleState.RECORDING);
        site.engine.storage().command(SOMEBODY, "hand", false);
        Eventually.until("post-trigger", () -> status("hand").state() == RuleState.POST_TRIGGER);
        assertEquals(1, status("hand").recordings());
        assertEquals(List.of("somebody: begin recording hand", "somebody: end recording hand"), audited);
        Eventually.until("stored", () -> !site.sink.good(site.handle("a1")).isEmpty());
    }

    @Test
    void aCommandThatCannotBeCarriedOutOrNotedIsRefusedWithASentence() {
        begin(rule("all", Backend.TIMESCALEDB, Mode.CONTINUOUS, "interval", 0),
                rule("hand", Backend.TIMESCALEDB, Mode.EVENT, "trigger", Settings.with("type", "external")));
        assertTrue(refusal("nobody").contains("‘nobody’"));
        assertTrue(refusal("all").contains("‘external’"));
        site.engine.storage().withoutAudit(trail);
        assertTrue(refusal("hand").contains("audit log"));
        assertEquals(List.of(), audited);
        assertEquals(0, status("hand").recordings());
    }

    @Test
    void aRuleThatChangesWhileRecordingEndsItsRecordingVisibly() throws ConfigurationException {
        StorageRule rule = rule("hand", Backend.TIMESCALEDB, Mode.TRIGGER, "trigger", Settings.with("type", "external"));
        begin(rule);
        site.engine.storage().command(SOMEBODY, "hand", true);
        Eventually.until("stored", () -> !site.sink.good(site.handle("a1")).isEmpty());
        site.configured.rules.set();
        Eventually.until("ended", () -> site.sink.bad(site.handle("a1")).stream().anyMatch(s -> s.reason() == Reason.NOT_RECORDED));
        Eventually.until("it is gone", () -> site.engine.storage().rules().isEmpty());
    }

    // --- given -----------------------------------------------------------------------------------------------------

    private final parx.service.AuditTrail trail =
            (by, action, type, id) -> audited.add(by.username() + ": " + action + " " + id);

    private void begin(StorageRule... rules) {
        site.configured.rules.all = List.of(rules);
        site.engine.storage().audit(trail);
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        Eventually.until("in force", () -> site.engine.storage().rules().size() == rules.length);
    }

    private RuleStatus status(String id) {
        return site.engine.storage().rules().stream().filter(rule -> rule.ruleId().equals(id)).findFirst().orElseThrow();
    }

    private String refusal(String id) {
        return assertThrows(ConfigurationException.class, () -> site.engine.storage().command(SOMEBODY, id, true)).getMessage();
    }

    private static StorageRule rule(String id, Backend backend, Mode mode, Object... config) {
        return new StorageRule(id, id, true, backend, mode, List.of("*"), Settings.with(config));
    }
}
