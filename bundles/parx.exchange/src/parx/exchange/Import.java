package parx.exchange;

import java.nio.file.Path;
import parx.model.User;

/** Reads CSV files into the history. Thread-safe; blocks on disk and database, so never on the UI thread. */
public interface Import {
    /**
     * Looks at the first lines of a file and proposes how to read it; ParX's own exports are recognised.
     *
     * @throws ExchangeException where the file cannot be read or is no table of text
     */
    ImportPreview preview(Path file) throws ExchangeException;

    /**
     * The same where a person has said something about the file.
     *
     * @throws ExchangeException also where a column that was named is not there
     */
    ImportPreview preview(Path file, ImportChoices choices) throws ExchangeException;

    /**
     * Stores the file's samples. What is stored already stays as it is; a line that cannot be read is left out and
     * written, with its number and the reason, into a file of rejects. A cancelled import keeps what it stored so far;
     * the same import again stores nothing twice.
     *
     * @param rejects where rejected lines go; replaced, and deleted where there are none
     */
    ImportReport run(User by, Path file, ImportMapping mapping, Path rejects, Progress progress) throws ExchangeException;
}
