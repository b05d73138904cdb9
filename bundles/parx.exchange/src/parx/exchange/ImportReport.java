package parx.exchange;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an import went. Immutable, any thread.
 *
 * @param lines      below the heading
 * @param samples    that were read; a line of a wide table holds several or none
 * @param stored     of these, new ones
 * @param duplicates of these, those that were in the history already or twice in the file
 * @param rejected   lines with something that could not be read
 * @param leftOut    samples of names that the mapping leaves out
 * @param first      rejected lines with their reasons, the first few
 * @param rejects    the file with them, where there is one
 */
public record ImportReport(long lines, long samples, long stored, long duplicates, long rejected, long leftOut,
        List<Reject> first, Optional<Path> rejects, boolean cancelled) {

    /** @param line counted from 1, the heading included */
    public record Reject(long line, String reason) {
    }
}
