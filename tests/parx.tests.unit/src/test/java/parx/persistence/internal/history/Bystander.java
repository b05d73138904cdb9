package parx.persistence.internal.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much this machine delays a process that a test kills: a thread in it that does next to nothing, a byte forced to the
 * disk each 20 ms, and notes the longest that this took. What it notes outlives the process.
 */
final class Bystander {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Bystander() {
    }

    /** In the process that is to be killed. */
    static void begin(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        MappedByteBuffer worst = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        Thread thread = new Thread(() -> watch(channel, worst), "bystander");
        thread.setDaemon(true);
        thread.start();
    }

    /** In the test. @return the longest delay in microseconds */
    static long worstMicros(Path file) throws IOException {
        return TimeUnit.NANOSECONDS.toMicros(ByteBuffer.wrap(Files.readAllBytes(file)).getLong());
    }

    private static void watch(FileChannel channel, MappedByteBuffer worst) {
        try {
            while (true) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.wrap(new byte[1]), Long.BYTES);
                channel.force(false);
                LockSupport.parkNanos(EVERY_NANOS);
                worst.putLong(0, Math.max(worst.getLong(0), System.nanoTime() - begin - EVERY_NANOS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
