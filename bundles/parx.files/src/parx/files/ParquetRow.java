package parx.files;

import org.apache.parquet.io.api.Binary;

/** The cells of the row that is being written. Used by one thread, again for every row. */
final class ParquetRow {
    private final long[] bits;
    private final Binary[] texts;
    private int cells;

    ParquetRow(int columns) {
        bits = new long[columns];
        texts = new Binary[columns];
    }

    void begin() {
        cells = 0;
    }

    void time(long micros) {
        bits[cells++] = micros;
    }

    void number(double value) {
        bits[cells++] = Double.doubleToRawLongBits(value);
    }

    void text(Binary text) {
        texts[cells++] = text;
    }

    long time(int column) {
        return bits[column];
    }

    double number(int column) {
        return Double.longBitsToDouble(bits[column]);
    }

    Binary text(int column) {
        return texts[column];
    }
}
