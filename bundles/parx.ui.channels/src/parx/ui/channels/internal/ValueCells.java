package parx.ui.channels.internal;

import parx.model.Channel;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.service.LiveValues.Slot;
import parx.ui.ValueFormat;
import parx.ui.Words;

/**
 * What the value, quality and age columns say of one channel: the place that decides that nothing old is shown as if
 * it were current. Pure, any thread as far as its number format is.
 */
final class ValueCells {
    /** A polled value that was not refreshed for so many scans is shown as stale whatever its quality says. */
    private static final int STALE_AFTER_SCANS = 5;
    private static final long STALE_AFTER_AT_LEAST = 10_000_000L;
    private final ValueFormat format;
    private final Words words;

    /**
     * The cells of one row.
     *
     * @param mark   shape and colour of the quality
     * @param word   the quality in words
     * @param number the value, or the last good one where {@code struck}; empty where there never was one
     * @param struck the number is not current: strike it through and grey it
     * @param age    of the number shown
     */
    record Cell(Mark mark, String word, String number, boolean struck, String age) {
        static final Cell NONE = new Cell(Mark.WAITING, "", "", false, "");
    }

    ValueCells(ValueFormat format, Words words) {
        this.format = format;
        this.words = words;
    }

    /**
     * @param readable   whether its config names a device
     * @param slot       what is known of the channel, or null for nothing
     * @param scanMillis how often it is meant to be read
     */
    Cell of(Channel channel, boolean readable, Slot slot, long nowMicros, long scanMillis) {
        if (!channel.enabled()) {
            return notCurrent(channel, Mark.OFF, words.text("quality.DISABLED"), slot, nowMicros);
        }
        if (!readable) {
            return notCurrent(channel, Mark.BAD, words.text("quality.CONFIG_ERROR"), slot, nowMicros);
        }
        if (slot == null) {
            return new Cell(Mark.WAITING, words.text("quality.NOT_YET_READ"), "", false, "");
        }
        Mark mark = Mark.of(slot.quality);
        if (!mark.current()) {
            return notCurrent(channel, mark, Mark.word(slot.quality, words), slot, nowMicros);
        }
        long age = nowMicros - slot.timeMicros;
        String number = slot.text != null ? slot.text : format.number(slot.value, channel.decimals());
        if (age > freshForMicros(channel, scanMillis)) {
            return new Cell(Mark.STALE, words.text("quality.STALE"), number, true, format.age(age));
        }
        return new Cell(mark, Mark.word(slot.quality, words), number, false, format.age(age));
    }

    private Cell notCurrent(Channel channel, Mark mark, String word, Slot slot, long nowMicros) {
        if (slot == null) {
            return new Cell(mark, word, "", false, "");
        }
        boolean good = !QualityCode.isBad(slot.quality);
        double last = good ? slot.value : slot.lastGoodValue;
        long time = good ? slot.timeMicros : slot.lastGoodTimeMicros;
        if (slot.text != null) {
            return new Cell(mark, word, slot.text, true, time > 0 ? format.age(nowMicros - time) : "");
        }
        if (Double.isNaN(last)) {
            return new Cell(mark, word, "", false, "");
        }
        return new Cell(mark, word, format.number(last, channel.decimals()), true, format.age(nowMicros - time));
    }

    private static long freshForMicros(Channel channel, long scanMillis) {
        // Only what is polled must come again; a subscribed value may rightly stand still for a day.
        boolean polled = channel.protocol() == Protocol.MODBUS || channel.protocol() == Protocol.ETHERNET_IP;
        return polled ? Math.max(STALE_AFTER_AT_LEAST, scanMillis * 1_000 * STALE_AFTER_SCANS) : Long.MAX_VALUE;
    }
}
