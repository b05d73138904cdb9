package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.model.BackendSettings;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.ui.NumberText;
import parx.ui.Words;

/** What becomes of a rule between its fields and the database. */
final class RuleDraftTest {
    private final Words words = new Words(StorageKit.class, Locale.ENGLISH);

    @Test
    void anUntouchedRuleIsSavedExactlyAsItWas() {
        StorageRule odd = rule(Mode.CHANGE, Settings.with("deadband", "0.50", "note", "ours", "heartbeat", 5.0, "interval", 7));
        RuleDraft draft = draft(odd, false, Locale.ENGLISH);
        assertFalse(draft.changed());
        assertEquals(odd, draft.rule());
        assertEquals(Map.of(), draft.problems());
    }

    @Test
    void keysThatNobodyKnowsSurviveAChange() {
        RuleDraft draft = draft(rule(Mode.CHANGE, Settings.with("note", "ours", "deadband", 1)), false, Locale.ENGLISH);
        draft.set(RuleSettings.DEADBAND, "0.25");
        draft.set(RuleSettings.RETENTION, "30d");
        assertEquals(Settings.with("note", "ours", "deadband", 0.25, "retention", "30d"), draft.rule().config());
        draft.set(RuleSettings.DEADBAND, "");
        assertEquals(Settings.with("note", "ours", "retention", "30d"), draft.rule().config());
    }

    @Test
    void aPasswordDoesNotStayBehindUnseenWhenTheBackEndChanges() {
        Settings influx = Settings.with("url", "http://influx.example:8086", "database", "plant", "password", "secret");
        StorageRule rule = new StorageRule("r", "R", true, Backend.INFLUXDB, Mode.CHANGE, List.of("a"), Settings.with("influxdb", influx, "deadband", 2));
        RuleDraft draft = draft(rule, false, Locale.ENGLISH);
        draft.set(RuleDraft.BACKEND, Backend.FILE.name());
        assertTrue(draft.problems().containsKey("file.path"), draft.problems().toString());
        draft.set(BackendSettings.FILE_PATH, "/data");
        assertEquals(Settings.with("deadband", 2, "file", Settings.with("path", "/data")), draft.rule().config());
        draft.set(RuleDraft.BACKEND, Backend.INFLUXDB.name());
        assertEquals("secret", draft.text(BackendSettings.INFLUX_PASSWORD), "nothing is lost while one tries");
    }

    @Test
    void everyFieldAtFaultHasItsSentence() {
        StorageRule rule = new StorageRule("", "", true, Backend.TIMESCALEDB, Mode.TRIGGER, List.of(), Settings.EMPTY);
        RuleDraft draft = draft(rule, true, Locale.ENGLISH);
        draft.set(RuleSettings.RETENTION, "forever");
        draft.set(RuleSettings.PRE_TRIGGER, "-1");
        draft.set(RuleSettings.POST_TRIGGER, "1.5");
        draft.set(RuleSettings.INFO, "coilId");
        Map<String, String> problems = draft.problems();
        assertEquals(Set.of("name", "id", "trigger.channel", "retention", "preTrigger", "postTrigger", "info", "channels"), problems.keySet());
        assertTrue(problems.get("preTrigger").contains("10\u00A0min"), problems.get("preTrigger"));
        draft.set(RuleDraft.ID, "taken");
        assertTrue(draft.problems().get("id").contains("taken"));
        draft.set(RuleSettings.TRIGGER.channel(), "ch-404");
        assertTrue(draft.problems().get("trigger.channel").contains("ch-404"));
        draft.set(RuleSettings.TRIGGER.channel(), "ch-1");
        draft.set(RuleSettings.TRIGGER.condition(), "threshold");
        assertTrue(draft.problems().containsKey("trigger.threshold"), "what applies now is needed now");
        draft.set(RuleSettings.TRIGGER.type(), "external");
        assertFalse(draft.problems().containsKey("trigger.threshold"), "a command needs no threshold");
    }

    @Test
    void numbersAreReadInThePersonsLanguage() {
        RuleDraft draft = draft(rule(Mode.CHANGE, Settings.with("deadband", 0.5)), false, Locale.GERMANY);
        assertEquals("0,5", draft.text(RuleSettings.DEADBAND));
        draft.set(RuleSettings.DEADBAND, "2,5");
        assertEquals(Settings.with("deadband", 2.5), draft.rule().config());
        draft.set(RuleSettings.DEADBAND, "2 bar");
        assertTrue(draft.problems().containsKey("deadband"));
    }

    @Test
    void channelsByNameAreWrittenAsPairs() {
        RuleDraft draft = draft(rule(Mode.EVENT, Settings.with("trigger", Settings.with("type", "external"))), false, Locale.ENGLISH);
        draft.set(RuleSettings.INFO, "coilId = ch-1, batch=ch-2");
        assertEquals(Map.of(), draft.problems());
        assertEquals(Map.of("coilId", "ch-1", "batch", "ch-2"), RuleSettings.INFO.channelsByName(draft.rule().config()));
        assertEquals("coilId=ch-1, batch=ch-2", draft(draft.rule(), false, Locale.ENGLISH).text(RuleSettings.INFO));
    }

    private static StorageRule rule(Mode mode, Settings config) {
        return new StorageRule("r", "R", true, Backend.TIMESCALEDB, mode, List.of("ch-1"), config);
    }

    private RuleDraft draft(StorageRule rule, boolean isNew, Locale formats) {
        NumberText numbers = new NumberText(formats);
        SettingWords settingWords = new SettingWords(words, numbers, Locale.ENGLISH);
        return new RuleDraft(rule, isNew, new FieldCheck(numbers, settingWords, words, Set.of("ch-1", "ch-2")::contains), "taken"::equals);
    }
}
