package parx.persistence.internal.influx;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import parx.model.ConfigurationFolder;

/**
 * Where a rule's secrets may stand outside of the database, so that who edits rules cannot have ParX send any file or
 * variable of its account to a server of his choice. Immutable, any thread.
 *
 * @param configuration its folder {@code secrets} holds the files
 * @param environment   of ParX; only names with {@link #PREFIX} are asked for
 */
public record SecretPlaces(ConfigurationFolder configuration, UnaryOperator<String> environment) {
    static final String PREFIX = "PARX_SECRET_";
    private static final String FOLDER = "secrets";

    Path folder() {
        return configuration.path().resolve(FOLDER);
    }
}
