package parx.persistence.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import parx.model.StorageRule;
import parx.persistence.internal.backend.Await;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore;

/** What waits for the back end of a rule that is deleted before it could go out. */
class DeletedRuleTest extends FileFixture {
    @Test
    void itGoesOutAfterARestartAsTheRuleWasLastConfigured() throws IOException {
        leaveWaiting(400);
        site.restart();
        site.drainLeft();
        await("it is known", () -> site.left().size() == 1 && site.left().get(0).waiting() >= 400
                && !site.left().get(0).problem().isEmpty());
        assertEquals("Rule coils", site.left().get(0).ruleName());
        Files.delete(out);
        await("it is out", () -> site.left().isEmpty());
        assertEquals(upTo(400), Written.values(out));
        await("nothing is kept of the rule", () -> !Files.exists(site.folder("coils").resolve("rule.json")));
    }

    @Test
    void itGoesToFilesElsewhereWhereAPersonSaysSo() throws IOException {
        leaveWaiting(400);
        site.restart();
        site.drainLeft();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertFalse(site.divert("another", elsewhere));
        assertTrue(site.divert("coils", elsewhere));
        await("it is out", () -> site.left().isEmpty());
        assertEquals(upTo(400), Written.values(elsewhere));
        assertFalse(site.divert("coils", elsewhere), "nothing waits");
    }

    @Test
    void aRuleThatIsThereTakesItAlong() throws IOException {
        leaveWaiting(400);
        site.restart();
        StorageRule rule = rule();
        site.drainLeft(rule);
        assertEquals(List.of(), site.left());
        Files.delete(out);
        RuleStore store = site.open(rule);
        site.store(store, 400, 100);
        await("all is out", () -> store.status().committed() == 500);
        assertEquals(List.of(), site.left());
        assertFalse(site.divert("coils", folder), "the rule is in force");
        assertEquals(upTo(500), Written.values(out));
    }

    @Test
    void onlyItsOwnerMayReadWhatIsKeptOfARule() throws IOException {
        leaveWaiting(1);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(
                site.folder("coils").resolve("rule.json"))));
    }

    @Test
    void aRuleThatCannotBeReadHoldsUpNoOther() throws IOException {
        leaveWaiting(400);
        for (String spoiled : new String[] {"a", "z"}) {
            Files.writeString(Files.createDirectories(site.folder(spoiled)).resolve("rule.json"), "{\"id\": \"");
        }
        Files.writeString(Files.createDirectories(site.folder("elsewhere")).resolve("rule.json"), """
                {"id": "elsewhere", "name": "Elsewhere", "backend": "TIMESCALEDB", "mode": "CHANGE", "config": {}}""");
        site.restart();
        site.drainLeft();
        await("it is known", () -> site.left().size() == 1 && site.left().get(0).ruleId().equals("coils"));
    }

    @Test
    void aRuleThatComesBackWhileItEndsIsStillKept() throws IOException {
        Path kept = site.folder("coils").resolve("rule.json");
        for (int i = 0; i < 4; i++) {
            RuleStore store = site.open(rule());
            site.store(store, i, 1);
            await("it is stored", () -> store.status().backlog() == 0 && store.status().committed() > 0);
            store.close();
            LockSupport.parkNanos(i * 300_000L);
            RuleStore again = site.open(rule());
            await("all has settled", () -> Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                    .noneMatch(name -> name.matches("rule-coils-(open|keep|drain)")));
            assertTrue(Files.exists(kept), "round " + i);
            again.close();
            await("it is gone", () -> !Files.exists(kept));
        }
    }

    /** Where the folder of its files should be, a file is. */
    private void leaveWaiting(int rows) throws IOException {
        Files.writeString(out, "in the way");
        RuleStore store = site.open(rule());
        site.store(store, 0, rows);
        await("they wait", () -> store.status().backlog() >= rows && !store.status().problem().isEmpty());
        await("the rule is kept", () -> Files.exists(site.folder("coils").resolve("rule.json")));
        store.close();
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, StoresFixture.LONG, condition);
    }
}
