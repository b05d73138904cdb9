package parx.cli.internal.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import parx.service.StartException;

/** The physical limit of writing: PostgreSQL’s own binary form of the rows, sent back in their order in one COPY. Main thread. */
final class BareCopy {
    private static final int CHUNK = 256 * 1024;

    private BareCopy() {
    }

    /** Takes what channel_data holds, empties it, and copies it in again. @return rows per second */
    static double ofWhatIsStored(Connection connection, long rows) throws SQLException, IOException, StartException {
        Path file = Files.createTempFile("parx-bench", ".copy");
        try {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            try (OutputStream out = Files.newOutputStream(file)) {
                copy.copyOut("COPY (SELECT time, channel_id, value, quality FROM channel_data) "
                        + "TO STDOUT (FORMAT BINARY)", out);
            }
            byte[] bytes = Files.readAllBytes(file);
            IngestBenchmark.empty(connection);
            long begin = System.nanoTime();
            CopyIn in = copy.copyIn("COPY channel_data (time, channel_id, value, quality) FROM STDIN (FORMAT BINARY)");
            for (int at = 0; at < bytes.length; at += CHUNK) {
                in.writeToCopy(bytes, at, Math.min(CHUNK, bytes.length - at));
            }
            long copied = in.endCopy();
            if (copied != rows) {
                throw new StartException("The bare COPY took " + copied + " rows of " + rows);
            }
            return rows * 1e9 / (System.nanoTime() - begin);
        } finally {
            Files.delete(file);
        }
    }
}
