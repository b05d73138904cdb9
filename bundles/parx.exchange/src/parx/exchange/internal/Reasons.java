package parx.exchange.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Says for people what the operating system said. Pure functions, any thread. */
final class Reasons {
    private Reasons() {
    }

    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
