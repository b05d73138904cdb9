package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parx.driver.ChannelSink;
import parx.driver.SubscribingConnection.Item;
import parx.driver.opcua.Inbox.Arrival;
import parx.driver.opcua.ValueCodec.Decoded;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.TextSample;

/** What waits between the library and the io thread, and what becomes of what does not fit. */
class InboxTest {
    private final Inbox inbox = new Inbox();
    private final Point fast = point(0);
    private final Point slow = point(1);
    private final List<Sample> samples = new ArrayList<>();
    private final ChannelSink sink = new ChannelSink() {
        @Override
        public void text(TextSample sample) {
            throw new AssertionError(sample);
        }

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            samples.add(new Sample(channel, timeMicros, value, quality));
        }
    };

    private static Point point(int channel) {
        return new Point(new Item(channel, Settings.EMPTY, 1), NodeAddress.of(Settings.with("nodeId", "i=1")), false, 1_000);
    }

    private static Arrival number(Point point, long time, double value, boolean overflow) {
        return new Arrival(point, time, new Decoded(value, null, QualityCode.GOOD, Sentence.NONE), overflow);
    }

    private void takeAll() {
        inbox.take(0).forEach(a -> a.point().take(sink, a.time(), 0, a.decoded(), a.overflow(), 0));
    }

    private List<Sample> of(int channel) {
        return samples.stream().filter(sample -> sample.channel() == channel).toList();
    }

    @Test
    void theOldestGoesWhereThereIsNoRoomIsCountedAndLeavesAGap() {
        inbox.put(List.of(number(slow, 1, 7, false)));
        takeAll();
        int sent = 300_000;
        for (int from = 0; from < sent; from += 1_000) {
            List<Arrival> some = new ArrayList<>();
            for (int i = from; i < from + 1_000; i++) {
                some.add(number(fast, 10L + i, i, false));
            }
            inbox.put(some);
        }
        inbox.put(List.of(number(slow, 2, 8, false)));
        takeAll();
        List<Sample> taken = of(0);
        assertEquals(sent, inbox.lost() + taken.size() - 1);
        assertEquals(Reason.OVERRUN, taken.getFirst().reason());
        assertEquals(sent - 1, taken.getLast().value());
        assertTrue(taken.stream().skip(1).allMatch(sample -> sample.reason() == Reason.NONE));
        assertTrue(of(1).stream().allMatch(sample -> sample.reason() == Reason.NONE), "it lost nothing");
    }

    @Test
    void manyLongTextsTakeNoMoreRoomThanNumbersDo() {
        Decoded text = new Decoded(Double.NaN, "x".repeat(ValueCodec.LONGEST_TEXT), QualityCode.GOOD, Sentence.NONE);
        for (int i = 0; i < 20_000; i++) {
            inbox.put(List.of(new Arrival(fast, i, text, false)));
        }
        assertTrue(inbox.lost() > 10_000, "lost " + inbox.lost());
    }

    @Test
    void whatTheServerLostIsAGapToo() {
        inbox.put(List.of(number(fast, 10, 1, false), number(fast, 20, 2, true)));
        takeAll();
        assertEquals(List.of(Reason.NONE, Reason.OVERRUN, Reason.NONE), samples.stream().map(Sample::reason).toList());
        assertEquals(1, inbox.lost());
        assertTrue(samples.get(0).timeMicros() < samples.get(1).timeMicros() && samples.get(1).timeMicros() < samples.get(2).timeMicros());
    }

    @Test
    void valuesThatACoarseClockGivesTheSameTimeAllArrive() {
        inbox.put(List.of(number(fast, 10, 1, false), number(fast, 10, 2, false), number(fast, 10, 3, false)));
        takeAll();
        assertEquals(List.of(1.0, 2.0, 3.0), samples.stream().map(Sample::value).toList());
        assertEquals(List.of(10L, 11L, 12L), samples.stream().map(Sample::timeMicros).toList());
    }

    @Test
    void oneWrongTimeInTheFutureDoesNotTakeTheOthersAlong() {
        inbox.put(List.of(number(fast, 1_000_000_000, 1, false), number(fast, 20, 2, false)));
        takeAll();
        assertEquals(20, samples.getLast().timeMicros());
    }
}
