package parx.driver.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import parx.driver.TrustedServers;
import parx.model.ConfigurationFolder;

/** Whom OPC UA connections trust, for a dialog. An OSGi component; thread-safe. */
@Component(service = TrustedServers.class)
public final class CertificateTrust implements TrustedServers {
    private final CertificateFolders folders;

    @Activate
    public CertificateTrust(@Reference ConfigurationFolder configuration) {
        folders = new CertificateFolders(configuration.path());
    }

    @Override
    public List<Server> known() throws IOException {
        return folders.known();
    }

    @Override
    public void trust(String thumbprint) throws IOException {
        folders.trust(thumbprint);
    }

    @Override
    public void distrust(String thumbprint) throws IOException {
        folders.distrust(thumbprint);
    }

    @Override
    public Path own() throws IOException {
        return folders.own();
    }
}
