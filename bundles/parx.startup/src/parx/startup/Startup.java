package parx.startup;

import java.util.Optional;
import java.util.function.Consumer;
import parx.service.Endpoints;
import parx.service.StartException;

/**
 * Brings a site up and takes it down, the same for the workstation and the headless server. Published as an OSGi
 * service. Thread-safe; {@link #open} and {@link #close} block, so never call them on the UI thread.
 */
public interface Startup {
    /** Whether nobody has yet chosen what ParX works with here. */
    boolean isFirstStart();

    Folders folders();

    /**
     * The servers that parx.properties names; empty where ParX works with its own, or nobody has chosen yet.
     *
     * @throws StartException where the file cannot be read or makes no sense
     */
    Optional<Endpoints> existingServers() throws StartException;

    /**
     * Starts what the choice needs, opens the site, and waits until acquisition runs.
     *
     * @param progress told in short sentences what is happening; any thread
     */
    void open(Choice choice, Consumer<String> progress) throws StartException;

    /**
     * Opens the site to read its history and import into it, beside the ParX that runs here; where none runs, its
     * databases are started for that. Nothing is acquired.
     *
     * @throws StartException also where ParX was not set up here yet
     */
    void attach(Consumer<String> progress) throws StartException;

    /**
     * What the next start works with: {@link Choice.Own} or {@link Choice.Existing}, as parx.properties says now. Reads a
     * small file.
     *
     * @throws StartException where the file cannot be read or has wrong values, with the next step
     */
    Choice next() throws StartException;

    /** Keeps what the next start is to work with; what runs now goes on as it is. Writes a small file. */
    void choose(Choice next) throws StartException;

    /** Stops acquisition, writes what is left, stops what {@link #open} started. Idempotent. */
    void close();

    /** What a start works with. */
    sealed interface Choice {
        /** What was chosen before. */
        record AsBefore() implements Choice {
        }

        /** Embedded databases with the demo plant's channels and its process. */
        record DemoPlant() implements Choice {
        }

        /** Embedded databases without a channel. */
        record EmptyProject() implements Choice {
        }

        /** ParX's own databases as they were, with the demo plant where they hold it. */
        record Own() implements Choice {
        }

        /** An existing PostgreSQL and Redis. */
        record Existing(Endpoints endpoints) implements Choice {
        }
    }
}
