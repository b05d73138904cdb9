package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parx.model.ChannelIndex;
import parx.model.Sample;
import parx.model.SampleMerge;
import parx.model.SampleSink;
import parx.service.History.HistoryException;
import parx.service.StoredHistory;

/**
 * The samples of some channels out of memory and database: memory from where it is complete, the database before that.
 * Owned by the query's thread.
 */
final class SampleJoin {
    private static final int ALL = Integer.MAX_VALUE;

    private final RecentSamples recent;
    private final StoredHistory stored;
    private final List<String> channelIds;
    private final int[] handles;

    SampleJoin(ChannelIndex index, RecentSamples recent, StoredHistory stored, List<String> channelIds) {
        this.recent = recent;
        this.stored = stored;
        this.channelIds = channelIds;
        handles = channelIds.stream().mapToInt(index::handle).toArray();
    }

    int handle(int place) {
        return handles[place];
    }

    /** Before this no sample of any of the channels is in memory. */
    long completeFrom() {
        long earliest = Long.MAX_VALUE;
        for (int handle : handles) {
            earliest = Math.min(earliest, recent.read(handle, Long.MAX_VALUE, Long.MAX_VALUE, (h, time, value, quality) -> { }));
        }
        return earliest;
    }

    /** Hands over every sample of the range in the order of time; the sink gets places in the list of channels. */
    void samples(long from, long to, SampleSink into) throws HistoryException {
        if (to < from) {
            return;
        }
        // Memory first: what leaves it meanwhile has been stored by then.
        SampleMerge memory = new SampleMerge(handles.length);
        long[] completeFrom = new long[handles.length];
        for (int place = 0; place < handles.length; place++) {
            int at = place;
            completeFrom[place] = recent.read(handles[place], from, to, (handle, time, value, quality) ->
                    memory.sample(at, time, value, quality));
        }
        stored(from, to, completeFrom, (place, time, value, quality) -> {
            memory.drain(time, ALL, into);
            into.sample(place, time, value, quality);
        });
        memory.drain(to, ALL, into);
    }

    /** What is stored and not in memory. */
    private void stored(long from, long to, long[] completeFrom, SampleSink into) throws HistoryException {
        List<String> ids = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        long until = Long.MIN_VALUE;
        for (int place = 0; place < handles.length; place++) {
            if (completeFrom[place] > from) {
                ids.add(channelIds.get(place));
                places.add(place);
                until = Math.max(until, completeFrom[place] > to ? to : completeFrom[place] - 1);
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        int[] placeOf = new int[1 + places.stream().mapToInt(place -> handles[place]).max().orElse(0)];
        places.forEach(place -> placeOf[handles[place]] = place);
        stored.samples(ids, from, until, (handle, time, value, quality) -> {
            int place = placeOf[handle];
            if (time < completeFrom[place]) {
                into.sample(place, time, value, quality);
            }
        });
    }

    /** The newest sample of each channel that is not after this time. */
    List<Optional<Sample>> valueAt(long timeMicros) throws HistoryException {
        return one(timeMicros, timeMicros, true, ids -> stored.valueAt(ids, timeMicros));
    }

    /** The first sample of each channel at this time or later. */
    List<Optional<Sample>> firstFrom(long timeMicros) throws HistoryException {
        return one(timeMicros, Long.MAX_VALUE, false, ids -> stored.firstFrom(ids, timeMicros));
    }

    /** Asks the database for one sample per channel. */
    private interface Database {
        List<Optional<Sample>> ask(List<String> channelIds) throws HistoryException;
    }

    /** One sample per channel: from memory where it is complete for that, else the older of what both know. */
    private List<Optional<Sample>> one(long from, long to, boolean newest, Database database) throws HistoryException {
        List<Optional<Sample>> found = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < handles.length; place++) {
            One one = new One(handles[place], newest);
            long completeFrom = recent.read(handles[place], from, to, newest, one);
            found.add(one.found());
            if (completeFrom > from) {
                asked.add(channelIds.get(place));
                places.add(place);
            }
        }
        if (!asked.isEmpty()) {
            List<Optional<Sample>> answers = database.ask(asked);
            for (int i = 0; i < answers.size(); i++) {
                Optional<Sample> inMemory = found.get(places.get(i));
                Optional<Sample> answer = answers.get(i);
                boolean older = answer.isPresent()
                        && inMemory.map(known -> known.timeMicros() > answer.get().timeMicros()).orElse(true);
                found.set(places.get(i), older ? answer : inMemory);
            }
        }
        return found;
    }

    /** Keeps the first or the last sample that it gets. */
    private static final class One implements SampleSink {
        private final int handle;
        private final boolean newest;
        private boolean any;
        private long time;
        private double value;
        private byte quality;

        One(int handle, boolean newest) {
            this.handle = handle;
            this.newest = newest;
        }

        @Override
        public void sample(int channel, long timeMicros, double newValue, byte newQuality) {
            if (newest || !any) {
                time = timeMicros;
                value = newValue;
                quality = newQuality;
                any = true;
            }
        }

        Optional<Sample> found() {
            return any ? Optional.of(new Sample(handle, time, value, quality)) : Optional.empty();
        }
    }
}
