package parx.acquisition.internal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import parx.model.SampleBatch;
import parx.model.TextSample;

/** What waits in the pipeline's inbox. Handed over by its maker, then the pipeline thread's. */
sealed interface Message {
    /** The origin of what ParX itself says about a channel; it needs to own no channel. */
    Object PARX = "ParX";

    /**
     * Raw samples of one origin. The pipeline hands the parcel back to its home when it is done, so that nothing is
     * allocated in steady state and a slow pipeline slows its pollers.
     */
    final class Parcel implements Message {
        final Object origin;
        final SampleBatch batch;
        private final BlockingQueue<Parcel> home;

        private Parcel(Object origin, SampleBatch batch, BlockingQueue<Parcel> home) {
            this.origin = origin;
            this.batch = batch;
            this.home = home;
        }

        /** A parcel that is used once. */
        static Parcel once(Object origin, SampleBatch batch) {
            return new Parcel(origin, batch, null);
        }

        /** This many parcels that come home again. */
        static BlockingQueue<Parcel> pool(Object origin, int count, int capacity) {
            BlockingQueue<Parcel> home = new ArrayBlockingQueue<>(count);
            for (int i = 0; i < count; i++) {
                home.add(new Parcel(origin, new SampleBatch(capacity), home));
            }
            return home;
        }

        void goHome() {
            if (home != null) {
                batch.clear();
                home.add(this);
            }
        }
    }

    /** A text sample of one origin. */
    record Text(Object origin, TextSample sample) implements Message {
    }

    /** A change of the pipeline's configuration, made on its thread and in order with the samples. */
    record Task(Runnable onPipeline) implements Message {
    }
}
