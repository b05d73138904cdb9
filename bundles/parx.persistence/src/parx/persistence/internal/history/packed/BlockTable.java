package parx.persistence.internal.history.packed;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import parx.persistence.internal.history.CopyReader;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.packed.Block.Form;

/**
 * The rows of channel_data_packed, in and out by binary COPY so that every bit of a value stays. Without state: any
 * thread with its own connection.
 */
final class BlockTable {
    private static final String HEAD = "channel_id, from_time, to_time, samples, times_of, time_step, form, factor, divisor,"
            + " first_number, number_step, odd_at, odd_values, quality_at, qualities";
    private static final String TIMES = planes("t", Block.TIME_PLANES, "");
    private static final String VALUES = planes("v", Block.VALUE_PLANES, "");
    private static final String INTO = " (day, keep_days, part, " + HEAD + ", " + TIMES + ", " + VALUES + ")";
    private static final int HEAD_COLUMNS = 15;
    private static final int KEY_COLUMNS = 3;
    private static final byte[] COPY_HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0,
            0, 0, 0, 0};
    private static final long EPOCH_2000 = 946_684_800_000_000L;
    private static final int INT4 = 23;
    private static final int FLOAT8 = 701;
    private static final int ARRAY_HEAD = 20;

    private BlockTable() {
    }

    /** Which leaf: a day, in days since 1970, a retention, 0 for the standard one, and a part. */
    record Leaf(long day, int keepDays, int part) {
        LocalDate date() {
            return LocalDate.ofEpochDay(day);
        }

        /** As create_packed_leaf names it. */
        String table() {
            return "channel_data_packed_" + date().toString().replace("-", "") + "_"
                    + (keepDays == 0 ? "standard" : keepDays + "d") + "_" + part;
        }
    }

    static void insert(Connection connection, Leaf leaf, List<Block> blocks) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(
                "COPY " + leaf.table() + INTO + " FROM STDIN (FORMAT binary)");
        try {
            copy.writeToCopy(COPY_HEADER, 0, COPY_HEADER.length);
            for (Block block : blocks) {
                byte[] row = row(leaf, block);
                copy.writeToCopy(row, 0, row.length);
            }
            copy.writeToCopy(new byte[] {-1, -1}, 0, 2);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /**
     * @param from  a relation named b with the columns of channel_data_packed, and what follows it in the statement
     * @param place an expression of type int8 that comes back with each block
     */
    static void read(PGConnection connection, String place, String from, PlacedSink into) throws SQLException {
        String sql = "SELECT " + place + ", " + head("b") + ", " + planes("v", Block.VALUE_PLANES, "b.") + ", "
                + IntStream.range(0, Block.TIME_PLANES).mapToObj(i -> "coalesce(b.t" + i + ", o.t" + i + ")")
                        .collect(Collectors.joining(", ")) + " FROM " + from;
        new CopyReader().read(connection, sql, row -> {
            byte[][] times = byteColumns(row, 1 + HEAD_COLUMNS + Block.VALUE_PLANES, Block.TIME_PLANES);
            into.block((int) row.integer(0), block(row, 1, times), times);
        });
    }

    /** To be joined to a block b: o has the times where another channel's block has them. */
    static final String OWNER = " LEFT JOIN LATERAL (SELECT " + planes("t", Block.TIME_PLANES, "p.")
            + " FROM channel_data_packed p WHERE p.day = b.day AND p.keep_days = b.keep_days AND p.part = b.part"
            + " AND p.channel_id = b.times_of AND p.from_time = b.from_time LIMIT 1) o ON b.times_of IS NOT NULL ";

    /** Takes a block, its place, and the planes of its times, wherever these are. */
    interface PlacedSink {
        void block(int place, Block block, byte[][] times) throws SQLException;
    }

    /** With a name before each column, and what CopyReader can read. */
    private static String head(String alias) {
        return Arrays.stream(HEAD.split(", ")).map(column -> alias + "." + column)
                .map(column -> column.endsWith(".samples") ? column + "::int8" : column).collect(Collectors.joining(", "));
    }

    private static String planes(String letter, int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + letter + i).collect(Collectors.joining(", "));
    }

    private static byte[][] byteColumns(CopyReader row, int first, int count) {
        byte[][] planes = new byte[count][];
        for (int i = 0; i < count; i++) {
            planes[i] = row.bytes(first + i);
        }
        return planes;
    }

    private static Block block(CopyReader row, int at, byte[][] times) {
        return new Block(row.text(at), row.micros(at + 1), row.micros(at + 2), (int) row.integer(at + 3), row.text(at + 4),
                row.integer(at + 5), times, Form.of(row.letter(at + 6)), row.number(at + 7), row.number(at + 8),
                row.integer(at + 9), row.isNull(at + 10) ? null : Long.valueOf(row.integer(at + 10)),
                byteColumns(row, at + HEAD_COLUMNS, Block.VALUE_PLANES), integers(row.bytes(at + 11)),
                doubles(row.bytes(at + 12)), integers(row.bytes(at + 13)), row.text(at + 14));
    }

    private static int[] integers(byte[] array) {
        if (array == null) {
            return new int[0];
        }
        ByteBuffer in = ByteBuffer.wrap(array, ARRAY_HEAD, array.length - ARRAY_HEAD);
        int[] result = new int[in.remaining() / 8];
        for (int i = 0; i < result.length; i++) {
            in.getInt();
            result[i] = in.getInt();
        }
        return result;
    }

    private static double[] doubles(byte[] array) {
        if (array == null) {
            return new double[0];
        }
        ByteBuffer in = ByteBuffer.wrap(array, ARRAY_HEAD, array.length - ARRAY_HEAD);
        double[] result = new double[in.remaining() / 12];
        for (int i = 0; i < result.length; i++) {
            in.getInt();
            result[i] = Double.longBitsToDouble(in.getLong());
        }
        return result;
    }

    private static byte[] row(Leaf leaf, Block block) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(block.samples() * 3 + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(KEY_COLUMNS + HEAD_COLUMNS + Block.TIME_PLANES + Block.VALUE_PLANES);
            out.writeInt(4);
            out.writeInt((int) (leaf.day() - EPOCH_2000 / Partitions.DAY_MICROS));
            out.writeInt(2);
            out.writeShort(leaf.keepDays());
            out.writeInt(2);
            out.writeShort(leaf.part());
            head(block, out);
            for (byte[] plane : block.times()) {
                field(out, plane);
            }
            for (byte[] plane : block.values()) {
                field(out, plane);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void head(Block block, DataOutputStream out) throws IOException {
        field(out, utf8(block.channelId()));
        number(out, block.from() - EPOCH_2000);
        number(out, block.to() - EPOCH_2000);
        out.writeInt(4);
        out.writeInt(block.samples());
        field(out, utf8(block.timesOf()));
        number(out, block.timeStep());
        field(out, new byte[] {(byte) block.form().letter()});
        number(out, Double.doubleToRawLongBits(block.factor()));
        number(out, Double.doubleToRawLongBits(block.divisor()));
        number(out, block.first());
        if (block.step() == null) {
            field(out, null);
        } else {
            number(out, block.step());
        }
        array(out, INT4, block.oddAt().length, 4, i -> out.writeInt(block.oddAt()[i]));
        array(out, FLOAT8, block.odd().length, 8, i -> out.writeLong(Double.doubleToRawLongBits(block.odd()[i])));
        array(out, INT4, block.qualityAt().length, 4, i -> out.writeInt(block.qualityAt()[i]));
        field(out, utf8(block.qualities()));
    }

    private static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void number(DataOutputStream out, long number) throws IOException {
        out.writeInt(8);
        out.writeLong(number);
    }

    private static void field(DataOutputStream out, byte[] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private interface Element {
        void write(int place) throws IOException;
    }

    /** One dimension, counted from 1; an empty array is null. */
    private static void array(DataOutputStream out, int type, int length, int bytes, Element element) throws IOException {
        if (length == 0) {
            out.writeInt(-1);
            return;
        }
        out.writeInt(ARRAY_HEAD + length * (4 + bytes));
        out.writeInt(1);
        out.writeInt(0);
        out.writeInt(type);
        out.writeInt(length);
        out.writeInt(1);
        for (int i = 0; i < length; i++) {
            out.writeInt(bytes);
            element.write(i);
        }
    }
}
