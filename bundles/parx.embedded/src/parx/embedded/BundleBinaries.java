package parx.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Binaries in bundles of their own, which hold no class and are never started. Thread-safe. */
final class BundleBinaries implements BinarySource {
    /** How the target platform names the bundle that it makes of a plain jar: prefix, group, artifact. */
    private static final String PREFIX = "wrapped.";
    private final BundleContext context;

    BundleBinaries(BundleContext context) {
        this.context = context;
    }

    @Override
    public InputStream open(Binary binary) throws IOException {
        URL url = bundle(binary).getEntry(binary.entry());
        if (url == null) {
            throw new FileNotFoundException(binary + " is not in this installation");
        }
        return url.openStream();
    }

    @Override
    public String version(Binary binary) throws IOException {
        return bundle(binary).getVersion().toString();
    }

    private Bundle bundle(Binary binary) throws FileNotFoundException {
        for (Bundle bundle : context.getBundles()) {
            if ((PREFIX + binary.library()).equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new FileNotFoundException("the bundle " + PREFIX + binary.library() + " is not in this installation");
    }
}
