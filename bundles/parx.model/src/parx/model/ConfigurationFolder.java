package parx.model;

import java.nio.file.Path;

/** Where a person's own files are that ParX must not lose: keys, certificates, what is trusted. Immutable, any thread. */
@FunctionalInterface
public interface ConfigurationFolder {
    /** It may not exist yet. */
    Path path();
}
