package parx.startup.internal;

import static parx.startup.internal.StartupTexts.TEXTS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/**
 * One acquiring ParX per set of folders, workstation or server: two would share one spool and destroy each other's
 * rows. The operating system's lock, so that a killed process leaves nothing that blocks the next. Thread-safe.
 */
final class SiteLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteLock.class);

    private final FileChannel channel;

    private SiteLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartException where another process, or another start of this one, holds it */
    static SiteLock claim(Path file) throws StartException {
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartException(TEXTS.of("lock.taken", file.getParent()));
            }
            return new SiteLock(channel);
        } catch (IOException e) {
            throw new StartException(TEXTS.of("lock.unwritable", file, e.getMessage()), e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process; to the caller that is the same as held.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("The lock of the data folder was not released in good order", e);
        }
    }
}
