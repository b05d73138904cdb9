package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.TextSample;
import parx.service.RuleStore.Recording;

/** Rules without a trigger whose rows belong to batches: a coil's, for instance. */
class BatchRecordingTest {
    private static final int SPEED = 1;
    private static final int COIL = 2;
    private static final int RECIPE = 3;

    @Test
    void rowsBelongToTheCoilWhoseIdWasShownBeforeThem() throws Exception {
        try (PipelineHarness harness = new PipelineHarness()) {
            StorageRule rule = rule(Settings.with("coilId", "ch-2"));
            harness.adopt(COIL, Scaling.NONE, 100).adopt(SPEED, Scaling.NONE, 100, rule);
            harness.good(SPEED, 0, 0);
            text(harness, 50, "C-1");
            harness.good(SPEED, 100, 1).good(SPEED, 200, 2);
            text(harness, 250, "C-1");
            harness.good(SPEED, 300, 3);
            text(harness, 350, "C-2");
            harness.good(SPEED, 400, 4);
            text(harness, 450, "");
            harness.good(SPEED, 500, 5).drained();
            RecordingStores.Store store = harness.stores.of(rule.id());
            assertEquals(List.of("0.0 null", "1.0 C-1", "2.0 C-1", "3.0 C-1", "4.0 C-2", "5.0 null"),
                    store.rows.stream().map(row -> row.sample().value() + " " + row.recording()).toList());
            assertEquals(List.of(new Recording("C-1", ManualClock.START + 50, Map.of("coilId", "C-1")),
                    new Recording("C-2", ManualClock.START + 350, Map.of("coilId", "C-2"))), store.recordings);
        }
    }

    @Test
    void aCoilGoesOnWhileItsIdIsNotKnown() throws Exception {
        try (PipelineHarness harness = new PipelineHarness()) {
            StorageRule rule = rule(Settings.with("coilId", "ch-2"));
            harness.adopt(COIL, Scaling.NONE, 100).adopt(SPEED, Scaling.NONE, 100, rule);
            text(harness, 0, "C-1");
            harness.good(SPEED, 100, 1);
            harness.sample(COIL, 150, Double.NaN, QualityCode.of(Reason.TIMEOUT));
            harness.good(SPEED, 200, 2);
            text(harness, 250, "C-1");
            harness.good(SPEED, 300, 3).drained();
            RecordingStores.Store store = harness.stores.of(rule.id());
            assertTrue(store.rows.stream().allMatch(row -> "C-1".equals(row.recording())), "" + store.rows);
            assertEquals(1, store.recordings.size());
        }
    }

    @Test
    void withoutACoilIdAnyInfoChannelBeginsABatchAndANumberWillDo() throws Exception {
        try (PipelineHarness harness = new PipelineHarness()) {
            StorageRule rule = rule(Settings.with("line", "ch-2", "recipe", "ch-3"));
            harness.adopt(COIL, Scaling.NONE, 100).adopt(RECIPE, Scaling.NONE, 100).adopt(SPEED, Scaling.NONE, 100, rule);
            text(harness, 0, "L1");
            harness.good(RECIPE, 10, 7).good(SPEED, 100, 1).good(RECIPE, 110, 8).good(SPEED, 200, 2).drained();
            RecordingStores.Store store = harness.stores.of(rule.id());
            assertEquals(List.of("L1 7", "L1 8"), store.rows.stream().map(RecordingStores.Row::recording).toList());
            assertEquals(Map.of("line", "L1", "recipe", "8"), store.recordings.getLast().metadata());
        }
    }

    private static StorageRule rule(Settings info) {
        return new StorageRule("coils", "Coils", true, StorageRule.Backend.FILE, StorageRule.Mode.CONTINUOUS,
                List.of("ch-1"), Settings.with("interval", 0, "info", info));
    }

    private static void text(PipelineHarness harness, long offsetMicros, String text) {
        assertTrue(harness.pipeline.put(new Message.Text(harness.origin,
                new TextSample(COIL, ManualClock.START + offsetMicros, text, QualityCode.GOOD))));
    }
}
