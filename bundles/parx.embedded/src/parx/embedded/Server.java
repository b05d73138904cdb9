package parx.embedded;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import parx.service.StartException;

/** One of the two servers, as {@link Guard} runs it. Called by its guard's thread only, but for {@link #name}. */
interface Server {
    /** For people: "PostgreSQL". */
    String name();

    /** Unpacks, initialises, checks; once, before the first launch. */
    void prepare(Consumer<String> progress) throws StartException, IOException, InterruptedException;

    /** Chooses another port where the present one is taken; only before clients know it. */
    void choosePort() throws IOException;

    /** Starts the process, with its standard output and error in one pipe. */
    Process launch() throws IOException;

    /** Whether this process takes clients. Returns at once. */
    boolean isReady(Process process);

    /**
     * Tries to mend what made a launch fail.
     *
     * @param code  the process's exit code; above 128 the signal that ended it
     * @param lines the last that it printed
     * @return whether another launch may work
     */
    boolean mend(int code, List<String> lines) throws IOException;

    /** Asks the process to end in good order; does not wait for it. */
    void end(Process process);
}
