package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.LiveValues.Slot;
import parx.ui.ValueFormat;
import parx.ui.Words;

final class ValueCellsTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final long SECOND = 1_000_000L;
    private final ValueFormat format = new ValueFormat();
    private final Words words = new Words(ViewKit.class, Locale.ENGLISH);
    private final ValueCells cells = new ValueCells(format, words);
    private final Channel channel = Plant.channel("a", "Speed", "h", 40_001);

    @Test
    void aGoodValueStandsWithItsDecimals() {
        ValueCells.Cell cell = cells.of(channel, true, slot(12.345, QualityCode.GOOD, NOW), NOW, 1_000);

        assertEquals(format.number(12.345, 1), cell.number());
        assertEquals(Mark.GOOD, cell.mark());
        assertFalse(cell.struck());
    }

    @Test
    void aBadValueShowsTheLastGoodOneStruckWithItsAge() {
        Slot slot = slot(Double.NaN, QualityCode.of(Reason.TIMEOUT), NOW);
        slot.lastGoodValue = 99.5;
        slot.lastGoodTimeMicros = NOW - 75 * SECOND;

        ValueCells.Cell cell = cells.of(channel, true, slot, NOW, 1_000);

        assertTrue(cell.struck());
        assertEquals(format.number(99.5, 1), cell.number());
        assertEquals(format.age(75 * SECOND), cell.age());
        assertEquals("✕", cell.mark().glyph());
        assertEquals("No answer", cell.word());
    }

    @Test
    void aBadSampleThatCarriesAValueStillShowsTheLastGoodOne() {
        Slot slot = slot(7, QualityCode.of(Reason.DEVICE_ERROR), NOW);
        slot.lastGoodValue = 3;
        slot.lastGoodTimeMicros = NOW - SECOND;

        assertEquals(format.number(3, 1), cells.of(channel, true, slot, NOW, 1_000).number());
    }

    @Test
    void aBadValueThatWasNeverGoodShowsNone() {
        Slot slot = slot(Double.NaN, QualityCode.of(Reason.COMM_FAILURE), NOW);
        slot.lastGoodValue = Double.NaN;

        assertEquals("", cells.of(channel, true, slot, NOW, 1_000).number());
    }

    @Test
    void aPolledValueThatFrozeIsStaleThoughItsQualityIsGood() {
        Slot slot = slot(5, QualityCode.GOOD, NOW - 60 * SECOND);

        ValueCells.Cell frozen = cells.of(channel, true, slot, NOW, 1_000);
        ValueCells.Cell slow = cells.of(channel, true, slot, NOW, 60_000);

        assertEquals(Mark.STALE, frozen.mark());
        assertTrue(frozen.struck());
        assertEquals(Mark.GOOD, slow.mark());
    }

    @Test
    void aSubscribedValueMayStandStill() {
        Channel subscribed = new Channel("m", "Coil", Protocol.MQTT, true, channel.config(), channel.metadata());

        assertEquals(Mark.GOOD, cells.of(subscribed, true, slot(5, QualityCode.GOOD, NOW - 3_600 * SECOND), NOW, 1_000).mark());
    }

    @Test
    void aDisabledChannelNeverShowsACurrentValue() {
        ValueCells.Cell cell = cells.of(channel.withEnabled(false), true, slot(5, QualityCode.GOOD, NOW), NOW, 1_000);

        assertTrue(cell.struck());
        assertEquals(Mark.OFF, cell.mark());
    }

    @Test
    void withoutAnySampleTheChannelIsNotYetRead() {
        ValueCells.Cell cell = cells.of(channel, true, null, NOW, 1_000);

        assertEquals("Not yet read", cell.word());
        assertEquals("", cell.number());
    }

    @Test
    void everyReasonHasAWordAndEveryFaultANextStep() {
        for (Reason reason : Reason.values()) {
            byte code = QualityCode.of(reason);
            assertFalse(Mark.word(code, words).isBlank(), reason.name());
            boolean fine = reason == Reason.NONE || reason == Reason.SIMULATED;
            assertEquals(fine, Mark.nextStep(reason, words).isEmpty(), reason.name());
        }
    }

    private static Slot slot(double value, byte quality, long time) {
        Slot slot = new Slot();
        slot.value = value;
        slot.quality = quality;
        slot.timeMicros = time;
        slot.lastGoodValue = value;
        slot.lastGoodTimeMicros = time;
        return slot;
    }
}
