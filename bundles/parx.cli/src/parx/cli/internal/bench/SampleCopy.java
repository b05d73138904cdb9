package parx.cli.internal.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** GOOD samples into channel_data by one binary COPY, committed at the end. Main thread. */
final class SampleCopy implements AutoCloseable {
    private static final long EPOCH_2000 = 946_684_800_000_000L;
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] GOOD = "GOOD".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 256 * 1024;

    private final CopyIn copy;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER + 256);
    private final DataOutputStream out = new DataOutputStream(buffer);

    SampleCopy(Connection connection) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(
                "COPY channel_data (time, channel_id, value, quality) FROM STDIN (FORMAT binary)");
        buffer.writeBytes(HEADER);
    }

    void add(String channelId, long timeMicros, double value) {
        try {
            byte[] id = channelId.getBytes(StandardCharsets.UTF_8);
            out.writeShort(4);
            out.writeInt(8);
            out.writeLong(timeMicros - EPOCH_2000);
            out.writeInt(id.length);
            out.write(id);
            out.writeInt(8);
            out.writeDouble(value);
            out.writeInt(GOOD.length);
            out.write(GOOD);
            if (buffer.size() > BUFFER) {
                send();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not take the samples: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            buffer.writeBytes(new byte[] {-1, -1});
            send();
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send() throws SQLException {
        byte[] bytes = buffer.toByteArray();
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.reset();
    }
}
