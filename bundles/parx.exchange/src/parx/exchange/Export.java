package parx.exchange;

import java.nio.file.Path;

/** Writes history into a file. Thread-safe; blocks on the database and the disk, so never on the UI thread. */
public interface Export {
    /**
     * The file appears under its name when it is whole; until then, and after a cancel or an error, there is none, or
     * the one that was there before. Memory does not grow with the number of rows.
     *
     * @throws ExchangeException where the history cannot be read or the file not be written
     */
    Result run(ExportOrder order, Path file, Progress progress) throws ExchangeException;

    /**
     * @param rows      lines of the table, without its heading
     * @param bytes     size of the file
     * @param cancelled true: no file was left
     */
    record Result(long rows, long bytes, boolean cancelled) {
    }
}
