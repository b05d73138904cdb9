package parx.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The certificates of servers, and which of them a person trusts. Thread-safe; every call reads or moves files. */
public interface TrustedServers {
    /**
     * One certificate.
     *
     * @param thumbprint SHA-1 in upper-case hex, as OPC UA tools show it
     * @param subject    whose it is, as it says itself
     * @param until      when it expires
     * @param file       where it lies
     */
    record Server(String thumbprint, String subject, Instant from, Instant until, boolean trusted, Path file) {
    }

    /** Those that were refused because nobody trusts them yet, and those that are trusted. */
    List<Server> known() throws IOException;

    /** From now on connections to it are made. @throws IOException if it is not there, or could not be moved */
    void trust(String thumbprint) throws IOException;

    /** From now on new connections to it are refused. @throws IOException if it is not there, or could not be moved */
    void distrust(String thumbprint) throws IOException;

    /** ParX's own certificate, to be trusted by servers; made if there is none yet. */
    Path own() throws IOException;
}
