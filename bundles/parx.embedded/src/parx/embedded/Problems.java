package parx.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what servers and the file system say into sentences for people. Pure functions, any thread. */
final class Problems {
    private static final Pattern MISSING_LIBRARY =
            Pattern.compile("error while loading shared libraries: ([^:]+): cannot open");
    private static final Pattern VERDICT = Pattern.compile("(?:FATAL|PANIC|ERROR):\\s*(.+)");
    private static final String DISK_FULL = "No space left on device";
    private static final String PORT_TAKEN = "Address already in use";

    private Problems() {
    }

    /** The cause of a file problem in a few words. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access to " + e.getMessage() + " is denied";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    static String unusable(String server, Path folder, IOException e) {
        String reason = reason(e);
        return reason.contains(DISK_FULL) ? diskFull(server, folder)
                : server + " cannot be set up in " + folder + " (" + reason + "): put this right and start ParX again";
    }

    /** Why a server ended before it was ready, from the newest lines that it printed. */
    static String ended(String server, int exitCode, List<String> lines, Path log, Path folder) {
        String all = String.join("\n", lines);
        Matcher library = MISSING_LIBRARY.matcher(all);
        if (library.find()) {
            String name = library.group(1).strip();
            boolean ssl = name.equals("libssl.so.3") || name.equals("libcrypto.so.3");
            return server + " needs the system library " + name + ", which is not installed: install it"
                    + (ssl ? " (Debian: apt-get install libssl3)" : "") + " and start ParX again";
        }
        if (all.contains(DISK_FULL)) {
            return diskFull(server, folder);
        }
        String last = lines.isEmpty() ? "it printed nothing" : lines.getLast();
        Matcher verdict = VERDICT.matcher(all);
        while (verdict.find()) {
            last = verdict.group(1);
        }
        return server + " ended with code " + exitCode + " before it was ready: " + last + ". More is in " + log;
    }

    static boolean portTaken(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains(PORT_TAKEN));
    }

    /** A killed predecessor's last processes are still on their way out. */
    static boolean predecessorEnding(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("pre-existing shared memory block"));
    }

    private static String diskFull(String server, Path folder) {
        return "The disk that holds " + folder + " is full, so that " + server
                + " cannot start: free some space there and start ParX again";
    }
}
