package parx.persistence.internal.history;

import java.io.IOException;

/** There is no room for more rows on disk; the message is a reason for people. */
final class SpoolFullException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(String reason) {
        super(reason);
    }
}
