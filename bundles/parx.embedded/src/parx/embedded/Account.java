package parx.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parx.service.StartException;

/**
 * As whom the servers run. PostgreSQL refuses to be root, so that root drops to an account without rights: {@code parx}
 * where an administrator made one, else {@code nobody}. Not {@code postgres}: that is the owner of the system's own
 * databases. Immutable, any thread.
 */
final class Account {
    private static final List<String> UNPRIVILEGED = List.of("parx", "nobody");
    private static final String SETPRIV = "setpriv";

    private final String name;
    private final String group;
    private final boolean dropped;
    private final boolean deathSignal;

    private Account(String name, String group, boolean dropped, boolean deathSignal) {
        this.name = name;
        this.group = group;
        this.dropped = dropped;
        this.deathSignal = deathSignal;
    }

    /** Who the servers are to be. @param existing data of an earlier start, whose owner they stay where root starts them */
    static Account choose(Path existing) throws StartException {
        boolean deathSignal = onLinux() && output(SETPRIV, "--pdeathsig", "INT", "--", "id", "-u").isPresent();
        if (!isRoot()) {
            return new Account(System.getProperty("user.name"), "", false, deathSignal);
        }
        if (!deathSignal) {
            throw new StartException("The embedded databases do not run as root, and the program setpriv to drop root's"
                    + " rights with is missing: install util-linux, or start ParX as an ordinary user");
        }
        List<String> candidates = new ArrayList<>(UNPRIVILEGED);
        ownerOf(existing).filter(owner -> !owner.equals("root")).ifPresent(owner -> candidates.add(0, owner));
        for (String candidate : candidates) {
            Optional<String> group = output("id", "-g", candidate);
            if (group.isPresent()) {
                return new Account(candidate, group.get(), true, true);
            }
        }
        throw new StartException("The embedded databases do not run as root, and this system has no account ‘nobody’:"
                + " create an account ‘parx’, or start ParX as an ordinary user");
    }

    String name() {
        return name;
    }

    /** Whether it is another account than ParX's own. */
    boolean dropped() {
        return dropped;
    }

    /** Makes this account the owner of a file or folder that ParX made. */
    void give(Path path) throws IOException {
        if (dropped) {
            Files.setOwner(path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
        }
    }

    /**
     * The command that runs another as this account. Where the system can, it is sent a signal when the thread that
     * started it ends, which is when ParX ends in whatever way.
     *
     * @param signalAtDeath INT, TERM …
     */
    List<String> command(String signalAtDeath, List<String> command) {
        List<String> whole = new ArrayList<>();
        if (deathSignal) {
            // A session of its own: Ctrl+C in ParX's terminal must not end the database before ParX has written.
            whole.addAll(List.of("setsid", SETPRIV, "--pdeathsig", signalAtDeath, "--no-new-privs"));
            if (dropped) {
                whole.addAll(List.of("--reuid", name, "--regid", group, "--clear-groups"));
            }
            whole.add("--");
        }
        whole.addAll(command);
        return whole;
    }

    static Optional<String> ownerOf(Path path) {
        try {
            return Optional.of(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
        } catch (IOException | UnsupportedOperationException e) {
            // Not there yet, or a file system without owners: nobody to speak of.
            return Optional.empty();
        }
    }

    /** Whether ParX itself runs with root's rights. */
    static boolean isRoot() {
        return onLinux() ? ownerOf(Path.of("/proc/self/task")).filter("root"::equals).isPresent()
                : System.getProperty("user.name").equals("root");
    }

    private static boolean onLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    /** What a short command prints, if it succeeds. */
    private static Optional<String> output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            // No such program on this system: the caller has another way, or a sentence.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
