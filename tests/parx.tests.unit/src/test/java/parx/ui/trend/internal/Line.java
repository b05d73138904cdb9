package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Channels;
import parx.service.History;
import parx.service.LiveValues;
import parx.service.RecentHistory;
import parx.service.Subscription;
import parx.service.Trace;

/** A line for tests: samples that are live, in memory and in the history at once, and a clock that is set. */
final class Line implements History, RecentHistory, LiveValues, Channels, TimeSource {
    static final long SECOND = 1_000_000;
    final ChannelIndex index = new ChannelIndex();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();
    volatile long now;
    /** From here on memory holds the samples. */
    volatile long memoryFrom;
    volatile String failure = "";
    volatile int reads;
    volatile HistoryQuery lastQuery;

    Line(long now) {
        this.now = now;
    }

    void channel(String id, String name, Object... metadata) {
        channels.add(new Channel(id, name, Protocol.MODBUS, true, Settings.EMPTY,
                new ChannelMetadata(Settings.with(metadata))));
        listeners.forEach(Runnable::run);
    }

    void good(String id, long at, double value) {
        samples.add(new Sample(index.handle(id), at, value, QualityCode.GOOD));
    }

    /** From now on the channel's value is text. */
    void text(String id, String value) {
        texts.put(index.handle(id), value);
    }

    void bad(String id, long at) {
        samples.add(new Sample(index.handle(id), at, Double.NaN, QualityCode.of(Reason.COMM_FAILURE)));
    }

    TrendServices services() {
        return new TrendServices(this, this, this, this, index, this);
    }

    @Override
    public List<Trace> read(HistoryQuery query) throws HistoryException {
        reads++;
        lastQuery = query;
        if (!failure.isEmpty()) {
            throw new HistoryException(failure, null);
        }
        return query.channelIds().stream().map(id -> trace(id, query.fromMicros(), query.toMicros())).toList();
    }

    @Override
    public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) {
        samples.stream().filter(s -> channelIds.contains(index.id(s.channel())) && s.timeMicros() >= fromMicros
                && s.timeMicros() <= toMicros).sorted(java.util.Comparator.comparingLong(Sample::timeMicros))
                .forEach(s -> into.sample(s.channel(), s.timeMicros(), s.value(), s.qualityCode()));
    }

    @Override
    public void resample(Resampling query, RowSink into) {
        throw new AssertionError("a trend asks in pixels");
    }

    @Override
    public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) {
        return channelIds.stream().map(id -> samples.stream().filter(s -> s.channel() == index.handle(id)
                && s.timeMicros() <= timeMicros).reduce((older, newer) -> newer)).toList();
    }

    Trace trace(String id, long from, long to) {
        List<Sample> all = samples.stream().filter(s -> s.channel() == index.handle(id)).toList();
        List<Sample> in = new ArrayList<>();
        for (Sample sample : all) {
            if (sample.timeMicros() < from) {
                in.clear();
            }
            if (sample.timeMicros() <= to) {
                in.add(sample);
            }
        }
        double[] values = in.stream().mapToDouble(Sample::value).toArray();
        byte[] quality = new byte[in.size()];
        boolean[] gap = new boolean[in.size()];
        for (int i = 0; i < quality.length; i++) {
            quality[i] = in.get(i).qualityCode();
            gap[i] = QualityCode.isBad(quality[i]);
        }
        return Trace.ofSamples(id, in.stream().mapToLong(Sample::timeMicros).toArray(), values, quality, gap);
    }

    @Override
    public long read(int handle, long fromMicros, long toMicros, SampleSink into) {
        boolean any = false;
        for (Sample s : samples) {
            if (s.channel() == handle && s.timeMicros() >= memoryFrom) {
                any = true;
                if (s.timeMicros() >= fromMicros && s.timeMicros() <= toMicros) {
                    into.sample(handle, s.timeMicros(), s.value(), s.qualityCode());
                }
            }
        }
        return any ? memoryFrom : Long.MAX_VALUE;
    }

    @Override
    public boolean read(int handle, Slot into) {
        into.text = texts.get(handle);
        if (into.text != null) {
            into.value = Double.NaN;
            into.quality = QualityCode.GOOD;
            into.timeMicros = now;
            return true;
        }
        Sample newest = null;
        for (Sample s : samples) {
            newest = s.channel() == handle ? s : newest;
        }
        if (newest == null) {
            return false;
        }
        into.value = newest.value();
        into.quality = newest.qualityCode();
        into.timeMicros = QualityCode.isBad(newest.qualityCode()) ? newest.timeMicros() : now;
        return true;
    }

    @Override
    public long revision() {
        return samples.size();
    }

    @Override
    public boolean changedSince(int handle, long revision) {
        return true;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public Optional<Channel> inForce(int handle) {
        return byId(index.id(handle));
    }

    @Override
    public List<Channel> all() {
        return List.copyOf(channels);
    }

    @Override
    public Optional<Channel> byId(String id) {
        return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    @Override
    public void apply(User by, java.util.Collection<parx.service.Change<Channel>> changes) {
        throw new UnsupportedOperationException("a trend changes no channel");
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public long nowMicros() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
