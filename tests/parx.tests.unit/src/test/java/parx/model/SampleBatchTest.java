package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleBatchTest {
    @Test
    void aBatchGrowsAndKeepsEveryRow() {
        SampleBatch batch = new SampleBatch(1);
        for (int i = 0; i < 1000; i++) {
            batch.sample(i, i * 10L, i / 2.0, QualityCode.GOOD);
        }
        SampleBatch copy = new SampleBatch(0);
        copy.addAll(batch, 990, 1000);
        assertEquals(10, copy.length());
        assertEquals(new Sample(999, 9990, 499.5, QualityCode.GOOD), copy.get(9));
    }

    @Test
    void aRowSaysHowLongItStaysAndTheStandardIsNothing() {
        SampleBatch batch = new SampleBatch(0);
        batch.sample(1, 10, 1, QualityCode.GOOD);
        batch.sample(1, 20, 2, QualityCode.GOOD, (short) 365);
        batch.sample(1, 10, 1, QualityCode.GOOD, (short) -365);
        SampleBatch copy = new SampleBatch(0);
        copy.addAll(batch, 1, 3);
        assertEquals(0, batch.keepDays(0));
        assertEquals(365, copy.keepDays(0));
        assertEquals(-365, copy.keepDays(1));
        batch.clear();
        batch.sample(1, 30, 3, QualityCode.GOOD);
        assertEquals(0, batch.keepDays(0));
    }

    @Test
    void everyReasonSurvivesTheByteWithItsQuality() {
        for (Reason reason : Reason.values()) {
            byte code = QualityCode.of(reason);
            assertEquals(reason, QualityCode.reason(code));
            assertEquals(reason.quality(), QualityCode.quality(code));
            assertEquals(reason.quality() == Quality.BAD, QualityCode.isBad(code));
        }
    }

    @Test
    void anyByteReadsAsSomeQuality() {
        IntStream.range(-128, 128).forEach(b -> QualityCode.quality((byte) b).worst(Quality.GOOD));
        assertEquals(Quality.BAD, QualityCode.quality((byte) 0xFF));
    }

    @Test
    void aChannelKeepsItsHandleAndNobodyElseGetsIt() {
        ChannelIndex index = new ChannelIndex();
        int first = index.handle("ch-001");
        IntStream.range(0, 500).parallel().forEach(i -> index.handle("x" + i % 100));
        assertEquals(first, index.handle("ch-001"));
        assertEquals(101, index.size());
        assertEquals(-1, index.find("never"));
        assertThrows(IndexOutOfBoundsException.class, () -> index.id(101));
    }
}
