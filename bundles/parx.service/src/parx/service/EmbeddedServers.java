package parx.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * PostgreSQL and Redis of a stand-alone workstation, as child processes. Thread-safe. {@link #start} blocks and
 * watches them from then on: one that dies is started again on the same port.
 */
public interface EmbeddedServers {
    /**
     * Starts both, in parallel, on free loopback ports, with data below this folder.
     *
     * @param progress told in short sentences what is happening
     * @throws StartException where a server does not start; the message says why and what to do next
     */
    Endpoints start(Path dataFolder, Consumer<String> progress) throws StartException;

    /**
     * The servers that another process has started with data below this folder; empty where none has. They are that
     * process's: {@link #stop} leaves them alone.
     *
     * @throws StartException where they run and cannot be reached by this account
     */
    Optional<Endpoints> running(Path dataFolder) throws StartException;

    /**
     * Bytes that the disk with the databases has left; empty while they do not run.
     *
     * @throws IOException where the disk does not say
     */
    OptionalLong roomLeft() throws IOException;

    /** Stops both in good order. Idempotent. */
    void stop();
}
