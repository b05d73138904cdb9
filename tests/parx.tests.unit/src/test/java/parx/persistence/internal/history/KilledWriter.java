package parx.persistence.internal.history;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TimeSource;

/** A ParX of its own that stores numbered samples until it is killed. Started by a test. */
final class KilledWriter {
    /** Between two samples. */
    static final long STEP_NANOS = 1_000_000;

    private KilledWriter() {
    }

    /** @param arguments the database, the folder of the spool, the channel, the file of {@link Bystander} */
    public static void main(String[] arguments) throws Exception {
        Bystander.begin(Path.of(arguments[3]));
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        Path folder = Path.of(arguments[1]);
        TimeSource time = TimeSource.system();
        ChannelIndex index = new ChannelIndex();
        HistoryWriter writer = new HistoryWriter(database, index, folder, new Quarantine(folder, index, time), time, false);
        int channel = index.handle(arguments[2]);
        SampleBatch batch = new SampleBatch(1);
        long last = 0;
        for (int number = 0; ; number++) {
            last = Math.max(last + 1, time.nowMicros());
            batch.sample(channel, last, number, QualityCode.GOOD);
            writer.store(batch);
            batch.clear();
            if (number == 0) {
                System.out.write('+');
                System.out.flush();
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
