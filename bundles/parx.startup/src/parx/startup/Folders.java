package parx.startup;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where ParX keeps what is a person's own: never in the checkout or the installation. Immutable, any thread.
 *
 * @param data   databases and spool
 * @param config parx.properties
 * @param state  logs, the lock of the running instance, layouts
 */
public record Folders(Path data, Path config, Path state) {

    /**
     * {@code PARX_HOME} where it is set; else the XDG base directories on Linux, {@code %LOCALAPPDATA%} on Windows,
     * {@code ~/Library/Application Support} on macOS.
     */
    public static Folders standard() {
        return of(System.getenv(), System.getProperty("os.name"), home(System.getenv(), System.getProperty("user.home")));
    }

    /** {@code HOME} where it is set, as every shell and the start script have it; Java would ask the password file. */
    static Path home(Map<String, String> environment, String otherwise) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? otherwise : home);
    }

    static Folders of(Map<String, String> environment, String os, Path home) {
        String own = environment.getOrDefault("PARX_HOME", "");
        if (!own.isBlank()) {
            return below(Path.of(own).toAbsolutePath());
        }
        if (os.startsWith("Windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return below((local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local)).resolve("ParX"));
        }
        if (os.startsWith("Mac")) {
            return below(home.resolve("Library").resolve("Application Support").resolve("ParX"));
        }
        return new Folders(xdg(environment, "XDG_DATA_HOME", home.resolve(".local").resolve("share")),
                xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                xdg(environment, "XDG_STATE_HOME", home.resolve(".local").resolve("state")));
    }

    /** The configuration file. */
    public Path properties() {
        return config.resolve("parx.properties");
    }

    public Path logs() {
        return state.resolve("logs");
    }

    public Path spool() {
        return data.resolve("spool");
    }

    private static Folders below(Path root) {
        return new Folders(root.resolve("data"), root.resolve("config"), root.resolve("state"));
    }

    private static Path xdg(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        // The XDG specification: a relative path is invalid and is to be ignored.
        return (!value.isBlank() && Path.of(value).isAbsolute() ? Path.of(value) : otherwise).resolve("parx");
    }
}
