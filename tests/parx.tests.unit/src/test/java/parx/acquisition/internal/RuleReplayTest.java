package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.service.History;
import parx.service.History.HistoryException;
import parx.service.RulePreview.Preview;
import parx.service.Trace;

/** A rule applied to recorded history: what would be kept is what is kept. */
class RuleReplayTest {
    private static final long SECOND = 1_000_000;
    private static final long FROM = ManualClock.START - 100 * SECOND;
    private final PipelineHarness given = new PipelineHarness();
    private final List<Sample> recorded = new ArrayList<>();
    private final Site.Configured channels = new Site.Configured();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void aPreviewKeepsWhatTheRuleItselfKeepsOfTheSameSamples() throws Exception {
        for (StorageRule rule : List.of(
                rule(Mode.CONTINUOUS, "interval", 5_000),
                rule(Mode.CONTINUOUS, "interval", 5_000, "value", "average"),
                rule(Mode.CONTINUOUS, "interval", 5_000, "value", "minmax"),
                rule(Mode.CHANGE, "deadband", 3, "heartbeat", 10_000),
                rule(Mode.CHANGE, "compression", "swingingDoor", "deviation", 0.5),
                rule(Mode.EVENT, "trigger", Settings.with("channel", "ch-1"), "preTrigger", 3_000, "postTrigger", 5_000))) {
            PipelineHarness harness = new PipelineHarness();
            harness.adopt(0, Scaling.NONE, 1_000, rule);
            harness.adopt(1, Scaling.NONE, 1_000);
            record();
            recorded.forEach(s -> harness.sample(s.channel(), s.timeMicros() - ManualClock.START, s.value(), s.qualityCode()));
            harness.drained();
            Preview preview = preview(rule).get(0);
            // The live rule does not know yet that nothing more comes.
            List<Long> live = harness.sink.of(0).stream().map(Sample::timeMicros).sorted().toList();
            List<Long> kept = Arrays.stream(preview.kept().timeMicros()).boxed().toList();
            assertEquals(live, kept.subList(0, live.size()), rule.toString());
            assertTrue(kept.size() - live.size() <= 1, rule.toString());
            assertEquals(recorded.stream().filter(s -> s.channel() == 0).count(), preview.samples().length());
            harness.close();
        }
    }

    @Test
    void nothingIsKeptOfChannelsThatTheRuleDoesNotCoverAndTheBackEndDoesNotMatter() throws HistoryException {
        record();
        StorageRule file = new StorageRule("files", "Files", false, Backend.FILE, Mode.CONTINUOUS, List.of("ch-0"),
                Settings.with("interval", 0));
        List<Preview> previews = preview(file);
        assertEquals(List.of("ch-0"), previews.stream().map(Preview::channelId).toList());
        assertEquals(previews.get(0).samples().length(), previews.get(0).kept().length());
    }

    @Test
    void aRuleThatIsNotValidIsRefusedWithASentence() {
        record();
        assertTrue(assertThrows(SettingsException.class, () -> preview(rule(Mode.CHANGE, "deadband", "little"))).getMessage()
                .contains("‘deadband’ must be a number"));
    }

    @Test
    void theValueBeforeTheRangeIsKnownAndNotShown() throws HistoryException {
        record();
        recorded.add(0, new Sample(0, FROM - 7 * SECOND, recorded.get(0).value(), QualityCode.GOOD));
        Preview preview = preview(rule(Mode.CHANGE, "deadband", 100, "heartbeat", 0)).get(0);
        assertTrue(preview.kept().timeMicros()[0] > FROM, "the first within the range is no first sample");
    }

    private void record() {
        recorded.clear();
        for (int i = 0; i < 90; i++) {
            byte quality = QualityCode.of(i == 40 ? Reason.TIMEOUT : Reason.NONE);
            recorded.add(new Sample(0, FROM + i * SECOND, i == 40 ? Double.NaN : 20 * Math.sin(i / 7.0), quality));
            recorded.add(new Sample(1, FROM + i * SECOND, i / 20 % 2, QualityCode.GOOD));
        }
    }

    private List<Preview> preview(StorageRule rule) throws HistoryException {
        channels.put(PipelineHarness.channel(0), PipelineHarness.channel(1));
        ChannelIndex index = new ChannelIndex();
        index.handle("ch-0");
        index.handle("ch-1");
        return new StoragePreview(channels, new Record(), index).preview(rule, FROM, ManualClock.START);
    }

    private static StorageRule rule(Mode mode, Object... config) {
        return new StorageRule("rule", "Rule", true, Backend.TIMESCALEDB, mode, List.of("ch-0"), Settings.with(config));
    }

    /** What was recorded. */
    private final class Record implements History {
        @Override
        public List<Trace> read(HistoryQuery query) {
            throw new IllegalStateException("a preview reads samples");
        }

        @Override
        public void resample(Resampling query, RowSink into) {
            throw new IllegalStateException("a preview reads samples");
        }

        @Override
        public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) {
            recorded.stream().filter(s -> channelIds.contains("ch-" + s.channel()))
                    .filter(s -> s.timeMicros() >= fromMicros && s.timeMicros() <= toMicros)
                    .forEach(s -> into.sample(s.channel(), s.timeMicros(), s.value(), s.qualityCode()));
        }

        @Override
        public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) {
            return channelIds.stream().map(id -> recorded.stream().filter(s -> id.equals("ch-" + s.channel()))
                    .filter(s -> s.timeMicros() <= timeMicros).reduce((a, b) -> b)).toList();
        }
    }
}
