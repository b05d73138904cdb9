package parx.embedded;

import java.io.IOException;
import java.io.InputStream;

/** Where the servers' programs come from. Thread-safe. */
interface BinarySource {
    /** @throws IOException if this installation lacks it */
    InputStream open(Binary binary) throws IOException;

    /** A short word, fit for a file name, that changes when the content does. */
    String version(Binary binary) throws IOException;
}
