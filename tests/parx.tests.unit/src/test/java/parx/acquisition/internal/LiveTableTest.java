package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.service.LiveValues.Slot;

/** The newest values under readers. */
class LiveTableTest {
    private final LiveTable table = new LiveTable();

    @Test
    void readersNeverSeeATornValue() throws InterruptedException {
        table.reserve(4);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> torn = new AtomicReference<>();
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> readUntil(done, torn));
            readers[i].start();
        }
        for (int i = 1; i <= 3_000_000 && torn.get() == null; i++) {
            int handle = i & 3;
            if (i % 7 == 0) {
                table.putText(handle, i, "t" + i, QualityCode.GOOD);
            } else {
                table.put(handle, i, i, QualityCode.GOOD);
            }
            if (i % 64 == 0) {
                table.publish();
            }
            if (i % 100_000 == 0) {
                table.reserve(4 + i / 1_000);
            }
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertEquals(null, torn.get());
    }

    private void readUntil(AtomicBoolean done, AtomicReference<String> torn) {
        Slot slot = new Slot();
        long newest = 0;
        for (int i = 0; !done.get(); i++) {
            if (!table.read(i & 3, slot)) {
                continue;
            }
            boolean whole = slot.text == null ? slot.value == slot.timeMicros && slot.lastGoodValue == slot.value
                    : slot.text.equals("t" + slot.timeMicros);
            if (!whole || slot.lastGoodTimeMicros != slot.timeMicros) {
                torn.set(slot.timeMicros + " came with " + slot.value + " " + slot.text);
            }
            newest = Math.max(newest, slot.revision);
            if (table.revision() < newest - 1) {
                torn.set("the revision went back");
            }
        }
    }

    @Test
    void aReaderWhoAsksByRevisionMissesNoChange() throws InterruptedException {
        table.reserve(1);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Double> seen = new AtomicReference<>(0.0);
        Thread reader = new Thread(() -> {
            Slot slot = new Slot();
            long since = -1;
            boolean last;
            do {
                last = done.get();
                long revision = table.revision();
                if (table.changedSince(0, since) && table.read(0, slot)) {
                    seen.set(slot.value);
                }
                since = revision;
            } while (!last);
        });
        reader.start();
        for (int i = 1; i <= 1_000_000; i++) {
            table.put(0, i, i, QualityCode.GOOD);
            table.publish();
        }
        done.set(true);
        reader.join();
        assertEquals(1_000_000.0, seen.get());
    }

    @Test
    void aChannelThatWasForgottenIsUnknown() {
        Slot slot = new Slot();
        assertFalse(table.read(0, slot));
        table.reserve(1);
        assertFalse(table.read(0, slot));
        table.put(0, 1, 1, QualityCode.GOOD);
        table.publish();
        assertTrue(table.read(0, slot));
        assertEquals(1, table.size());
        long since = table.revision();
        table.forget(0);
        table.publish();
        assertTrue(table.changedSince(0, since));
        assertFalse(table.read(0, slot));
    }
}
