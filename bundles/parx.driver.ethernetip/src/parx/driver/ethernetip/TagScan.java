package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parx.driver.DriverException;
import parx.driver.PollingConnection.PollSink;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.TextSample;
import parx.model.TimeSource;

/**
 * Carries out a poll plan: as many tags to a packet as fit, each with a status of its own, every channel to the sink exactly
 * once. What the controller refuses is left out for a while and keeps no other tag from being read. Owned by the io thread.
 */
final class TagScan {
    private static final byte CONFIG_ERROR = QualityCode.of(Reason.CONFIG_ERROR);

    private final CipSession session;
    private final TagReader reader;
    private final TimeSource clock;
    private final long refusedRetryNanos;
    private ScanPlan plan;
    private PollSink sink;
    private Complaints complaints;
    /** Channels that are read once more, by that read: their tag may be a bit of an array, or no longer be one. */
    private final Map<TagRead, Trial> trials = new LinkedHashMap<>();
    private boolean answersAgain;

    /** @param before the read that serves the channel so far @param otherwise what is wrong if this fails too */
    private record Trial(TagRead before, TagRead.Reader channel, Reason otherwise) {
    }

    TagScan(CipSession session, TagReader reader, TimeSource clock, long refusedRetryNanos) {
        this.session = session;
        this.reader = reader;
        this.clock = clock;
        this.refusedRetryNanos = refusedRetryNanos;
    }

    /** Ends early where the sink no longer wants it. @throws DriverException if the link is lost */
    void run(ScanPlan scanned, PollSink into) throws DriverException {
        plan = scanned;
        sink = into;
        complaints = new Complaints();
        trials.clear();
        answersAgain = false;
        long micros = clock.nowMicros();
        for (int channel : plan.invalid) {
            sink.sample(channel, micros, Double.NaN, CONFIG_ERROR);
        }
        if (readAll(due()) && readAll(List.copyOf(trials.keySet()))) {
            plan.complaints = complaints;
        }
        if (answersAgain) {
            // Something that was missing is back, and what is missing with it may be too.
            plan.reads.stream().filter(read -> read.refusal != null).forEach(read -> read.refusal =
                    new TagRead.Refusal(read.refusal.status(), read.refusal.extended(), clock.monotonicNanos()));
        }
    }

    private List<TagRead> due() {
        long now = clock.monotonicNanos();
        List<TagRead> due = new ArrayList<>(plan.reads.size());
        for (TagRead read : plan.reads) {
            if (read.refusal == null || now - read.refusal.retryNanos() >= 0) {
                due.add(read);
            } else {
                leftOut(read);
            }
        }
        return due;
    }

    /** @return false where the scan is no longer wanted */
    private boolean readAll(List<TagRead> queue) throws DriverException {
        for (int from = 0; from < queue.size();) {
            int count = plan.together(queue, from);
            if (!sink.wanted() || !read(queue.subList(from, from + count))) {
                return false;
            }
            from += count;
        }
        return true;
    }

    private boolean read(List<TagRead> batch) throws DriverException {
        return batch.size() == 1 ? alone(batch.getFirst()) : packet(batch);
    }

    private boolean packet(List<TagRead> batch) throws DriverException {
        CipReply reply = session.ask(MultipleService.request(batch.stream().map(read -> read.request).toList()), sink::wanted);
        if (reply == null) {
            return false;
        }
        if (!reply.ok() && reply.status() != GeneralStatus.EMBEDDED_SERVICE_ERROR) {
            // Too much for one reply, mostly: the lengths of the replies are a guess until they came once.
            plan.packed &= reply.status() != GeneralStatus.SERVICE_NOT_SUPPORTED;
            int half = plan.packed ? batch.size() / 2 : 1;
            return read(batch.subList(0, half)) && (plan.packed ? read(batch.subList(half, batch.size()))
                    : readAll(batch.subList(half, batch.size())));
        }
        CipReply[] replies = inPacket(reply, batch.size());
        List<TagRead> partial = new ArrayList<>();
        for (int i = 0; i < replies.length; i++) {
            if (replies[i].status() == GeneralStatus.PARTIAL_TRANSFER) {
                partial.add(batch.get(i));
            } else {
                answered(batch.get(i), replies[i]);
            }
        }
        for (TagRead read : partial) {
            if (!alone(read)) {
                return false;
            }
        }
        return true;
    }

    private CipReply[] inPacket(CipReply reply, int count) throws DriverException {
        try {
            return MultipleService.replies(reply.data(), count, Cip.READ_TAG);
        } catch (MalformedReply e) {
            throw reader.malformed(e);
        }
    }

    private boolean alone(TagRead read) throws DriverException {
        CipReply reply = read.fragmented ? reader.inFragments(read, sink::wanted) : session.ask(read.request, sink::wanted);
        if (reply != null && reply.status() == GeneralStatus.PARTIAL_TRANSFER) {
            read.fragmented = true;
            reply = reader.inFragments(read, sink::wanted);
        }
        if (reply == null) {
            return false;
        }
        answered(read, reply);
        return true;
    }

    private void answered(TagRead read, CipReply reply) throws DriverException {
        Trial trial = trials.get(read);
        if (trial != null) {
            tried(trial, read, reply);
        } else if (reply.ok()) {
            values(read, reader.data(reply));
            read.replyLength = TagReader.REPLY_HEADER + reply.data().length;
        } else {
            refused(read, reply);
        }
    }

    private void values(TagRead read, TagData data) {
        answersAgain |= read.refusal != null;
        read.refusal = null;
        for (TagRead.Reader channel : read.readers) {
            if (channel.point().mayBeBitOfArray() && data.isArrayOfBits() != channel.asBit()) {
                again(read, channel, Reason.CONFIG_ERROR);
            } else {
                value(read, channel, data);
            }
        }
    }

    private void refused(TagRead read, CipReply reply) {
        read.fragmented = false;
        if (GeneralStatus.passing(reply.status())) {
            read.refusal = null;
        } else {
            read.refusal = new TagRead.Refusal(reply.status(), reply.extended(), clock.monotonicNanos() + refusedRetryNanos);
        }
        Reason reason = GeneralStatus.reason(reply.status(), reply.extended());
        for (TagRead.Reader channel : read.readers) {
            if (reason == Reason.NO_SUCH_ADDRESS && channel.point().mayBeBitOfArray() && !channel.asBit()) {
                again(read, channel, reason);
            } else {
                complain(channel, reply.status(), reply.extended());
                bad(read, channel, reason);
            }
        }
    }

    private void leftOut(TagRead read) {
        for (TagRead.Reader channel : read.readers) {
            complain(channel, read.refusal.status(), read.refusal.extended());
            bad(read, channel, GeneralStatus.reason(read.refusal.status(), read.refusal.extended()));
        }
    }

    private void again(TagRead before, TagRead.Reader channel, Reason otherwise) {
        TagRead.Reader other = new TagRead.Reader(channel.channel(), channel.point(), !channel.asBit());
        TagRead read = new TagRead(other);
        read.readers.add(other);
        trials.put(read, new Trial(before, channel, otherwise));
    }

    private void tried(Trial trial, TagRead read, CipReply reply) throws DriverException {
        TagRead.Reader other = read.readers.getFirst();
        TagData data = reply.ok() ? reader.data(reply) : null;
        if (data != null && data.isArrayOfBits() == other.asBit()) {
            plan.move(trial.before, trial.channel, other.asBit());
            value(read, other, data);
        } else if (trial.before.refusal != null) {
            complain(trial.channel, trial.before.refusal.status(), trial.before.refusal.extended());
            bad(trial.before, trial.channel, trial.otherwise);
        } else {
            complaints.add(() -> TEXTS.of("tag.changed", trial.channel.point().tag().text()));
            bad(trial.before, trial.channel, trial.otherwise);
        }
    }

    private void complain(TagRead.Reader channel, int status, int extended) {
        complaints.add(() -> TEXTS.of("tag.refused", channel.point().describe(), session.name(),
                GeneralStatus.sentence(status, extended)));
    }

    private void value(TagRead read, TagRead.Reader channel, TagData data) {
        TagValue value = TagValue.of(channel.point(), channel.point().bit(channel.asBit()), data);
        long micros = clock.nowMicros();
        read.text = value.text() != null;
        if (read.text) {
            sink.text(new TextSample(channel.channel(), micros, value.text(), QualityCode.GOOD));
        } else if (value.reason() == Reason.NONE) {
            sink.sample(channel.channel(), micros, value.number(), QualityCode.GOOD);
        } else {
            complaints.add(value.why());
            bad(read, channel, value.reason());
        }
    }

    private void bad(TagRead read, TagRead.Reader channel, Reason reason) {
        long micros = clock.nowMicros();
        if (channel.point().isText() || read.text) {
            sink.text(new TextSample(channel.channel(), micros, "", QualityCode.of(reason)));
        } else {
            sink.sample(channel.channel(), micros, Double.NaN, QualityCode.of(reason));
        }
    }
}
