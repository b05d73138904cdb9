package parx.driver.ethernetip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.SettingsException;

/** A poll plan: the reads that serve its channels. Owned by the io thread. */
final class ScanPlan implements PollPlan {
    final List<TagRead> reads = new ArrayList<>();
    /** Channels whose config is wrong. */
    final int[] invalid;
    /** Whether the controller takes several services in one packet. */
    boolean packed = true;
    /** What was wrong at the last whole scan. */
    Complaints complaints = new Complaints();
    private final Map<ByteBuffer, TagRead> byPath = new HashMap<>();
    private final IntSupplier room;

    /** @param room the most bytes of one packet */
    ScanPlan(List<PollItem> items, IntSupplier room) {
        this.room = room;
        List<Integer> wrong = new ArrayList<>();
        for (PollItem item : items) {
            try {
                add(new TagRead.Reader(item.channel(), Point.of(item.config()), false));
            } catch (SettingsException e) {
                // Whoever edits the channel is told by Driver.check; here it only has to read as BAD.
                wrong.add(item.channel());
            }
        }
        invalid = wrong.stream().mapToInt(Integer::intValue).toArray();
    }

    private void add(TagRead.Reader reader) {
        TagRead fresh = new TagRead(reader);
        TagRead read = byPath.putIfAbsent(ByteBuffer.wrap(fresh.path), fresh);
        if (read == null) {
            read = fresh;
            reads.add(read);
        }
        read.readers.add(reader);
    }

    /** From now on the channel's tag is read as one bit of a word, or as it is written. */
    void move(TagRead from, TagRead.Reader reader, boolean asBit) {
        from.readers.remove(reader);
        if (from.readers.isEmpty()) {
            reads.remove(from);
            byPath.remove(ByteBuffer.wrap(from.path));
        }
        add(new TagRead.Reader(reader.channel(), reader.point(), asBit));
    }

    /** How many of these reads, from one on, go into one packet; at least one. */
    int together(List<TagRead> queue, int from) {
        int asked = MultipleService.REQUEST_OVERHEAD;
        int answered = MultipleService.REPLY_OVERHEAD;
        int count = 0;
        while (packed && from + count < queue.size()) {
            TagRead read = queue.get(from + count);
            asked += MultipleService.OFFSET + read.request.length;
            answered += MultipleService.OFFSET + read.replyLength;
            if (asked > room.getAsInt() || answered > room.getAsInt() || read.fragmented) {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    @Override
    public int requests() {
        int packets = 0;
        for (int from = 0; from < reads.size(); from += together(reads, from)) {
            packets++;
        }
        return packets;
    }
}
