package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a spool folder for one owner: two would delete each other's rows. The system takes the lock back when the
 * process ends, however it ends; the file stays, for deleting it would let in two owners. Owned by the spool.
 */
final class SpoolLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolLock.class);
    private static final String FILE = "spool.lock";

    private final FileChannel file;

    /** @throws IOException with a reason for a person where another process or another spool of this one has it */
    SpoolLock(Path folder) throws IOException {
        file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw new IOException("another running ParX uses it");
            }
            mine = true;
        } catch (OverlappingFileLockException e) {
            throw new IOException("this ParX uses it already", e);
        } finally {
            if (!mine) {
                close();
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("The lock of the spool could not be given back", e);
        }
    }
}
