package parx.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Binaries on the class path, for a ParX outside OSGi. Thread-safe. */
final class ClassPathBinaries implements BinarySource {
    @Override
    public InputStream open(Binary binary) throws IOException {
        return url(binary).openStream();
    }

    @Override
    public String version(Binary binary) throws IOException {
        return Long.toString(url(binary).openConnection().getContentLengthLong());
    }

    private static URL url(Binary binary) throws FileNotFoundException {
        URL url = ClassPathBinaries.class.getResource("/" + binary.entry());
        if (url == null) {
            throw new FileNotFoundException(binary + " is not on the class path");
        }
        return url;
    }
}
