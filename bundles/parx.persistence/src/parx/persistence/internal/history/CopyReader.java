package parx.persistence.internal.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Streams a query's rows in COPY's binary form: no object per row, no conversion through text. Columns are float8,
 * int8, text, bytes or null. Not thread-safe.
 */
public final class CopyReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int SIGNATURE = 11;

    private byte[] data = new byte[0];
    private final int[] columns = new int[40];

    /** Takes one row; the reader's columns are valid during the call only. */
    public interface RowSink {
        void row(CopyReader row) throws SQLException;
    }

    /** Runs the query to its end, or until the calling thread is interrupted. */
    public void read(PGConnection connection, String query, RowSink sink) throws SQLException {
        CopyOut copy = connection.getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        boolean first = true;
        try {
            for (byte[] message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                data = message;
                int at = 0;
                if (first) {
                    at = SIGNATURE + 8 + (int) INT.get(data, SIGNATURE + 4);
                    first = false;
                }
                while (at < data.length) {
                    at = row(at, sink);
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    public boolean isNull(int column) {
        return columns[column] < 0;
    }

    /** A timestamptz as microseconds since 1970. */
    public long micros(int column) {
        return (long) LONG.get(data, columns[column]) + CopyEncoder.EPOCH_2000;
    }

    public long integer(int column) {
        return (long) LONG.get(data, columns[column]);
    }

    /** NaN where the column is null. */
    public double number(int column) {
        return columns[column] < 0 ? Double.NaN : Double.longBitsToDouble((long) LONG.get(data, columns[column]));
    }

    /** The first byte of a text. */
    public byte letter(int column) {
        return data[columns[column]];
    }

    /** A text or an array of bytes, copied; null where the column is. */
    public byte[] bytes(int column) {
        int at = columns[column];
        return at < 0 ? null : Arrays.copyOfRange(data, at, at + (int) INT.get(data, at - 4));
    }

    /** Null where the column is. */
    public String text(int column) {
        int at = columns[column];
        return at < 0 ? null : new String(data, at, (int) INT.get(data, at - 4), StandardCharsets.UTF_8);
    }

    private int row(int start, RowSink sink) throws SQLException {
        int fields = (short) SHORT.get(data, start);
        int at = start + 2;
        if (fields < 0) {
            return data.length;
        }
        if (fields > columns.length) {
            throw new PSQLException("more columns than expected", PSQLState.DATA_ERROR);
        }
        for (int column = 0; column < fields; column++) {
            int length = (int) INT.get(data, at);
            columns[column] = length < 0 ? -1 : at + 4;
            at += 4 + Math.max(0, length);
        }
        sink.row(this);
        return at;
    }
}
