package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;

/**
 * A file of the spool that is complete, or that is being written (the last one), with the rows that are not yet
 * released. Owned by the writer's thread.
 */
final class SpoolSegment {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolSegment.class);

    final Path path;
    private final ChannelIndex index;
    /** Rows in the file; of those {@code unread} are still to be read, the first {@code skip} of them in vain. */
    private long total;
    private long unread;
    private long unreleased;
    private long skip;
    private long bytes;
    private SpoolReader reader;
    /** Damaged, and there is no copy of it. */
    private boolean keep;

    SpoolSegment(Path path, ChannelIndex index) {
        this.path = path;
        this.index = index;
    }

    /** The file now has so many rows more, and this length. @return by how much it grew */
    long appended(long rows, long length) {
        total += rows;
        unread += rows;
        unreleased += rows;
        long growth = length - bytes;
        bytes = length;
        return growth;
    }

    long bytes() {
        return bytes;
    }

    boolean hasUnread() {
        return unread > 0;
    }

    long unreleased() {
        return unreleased;
    }

    void released(long rows) {
        unreleased -= rows;
    }

    /** The file is not to be deleted, for it is damaged and no copy could be made. */
    void keep() {
        keep = true;
    }

    /**
     * Appends the rows of the next record. @return how many of them were released before; -1 where the file cannot be
     * read, see {@link #lose}
     */
    int read(SampleBatch into) {
        int before = into.length();
        try {
            if (reader == null) {
                reader = new SpoolReader(path, index);
            }
            if (reader.next(into) < 0) {
                return -1;
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read", path, e);
            return -1;
        }
        int count = into.length() - before;
        unread -= count;
        int skipped = (int) Math.min(count, skip);
        skip -= skipped;
        return skipped;
    }

    /** Reads anew from the oldest row that is not released. */
    void rewind() {
        close();
        unread = total;
        skip = total - unreleased;
    }

    /** Gives up what is still to be read. @return how many rows */
    long lose() {
        long gone = unread - skip;
        unreleased -= gone;
        total -= unread;
        unread = 0;
        skip = 0;
        return gone;
    }

    void delete() {
        close();
        if (keep) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The spool file {} could not be deleted; its rows will be offered to the database again", path, e);
        }
    }

    void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                LOG.debug("Closing {}", path, e);
            }
            reader = null;
        }
    }
}
