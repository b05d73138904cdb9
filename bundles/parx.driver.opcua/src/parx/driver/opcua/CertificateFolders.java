package parx.driver.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.DriverException;
import parx.driver.TrustedServers;

/**
 * The folder {@code certificates/opcua}: {@code own}, {@code trusted} and {@code rejected}. What people move there by
 * hand counts as much as what ParX moves. Thread-safe.
 */
final class CertificateFolders implements TrustedServers {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFolders.class);
    /** A stranger on the network must not fill the disk with certificates. */
    private static final int MOST_REJECTED = 100;
    private static final long LARGEST_FILE = 100_000;
    private static final int LONGEST_NAME = 60;

    private final Path root;

    /** A certificate and where it lies. */
    private record Kept(X509Certificate certificate, Path file) {
    }

    CertificateFolders(Path configuration) {
        root = configuration.resolve("certificates").resolve("opcua");
    }

    Path trustedFolder() {
        return root.resolve("trusted");
    }

    Path rejectedFolder() {
        return root.resolve("rejected");
    }

    /** ParX's own; made if there is none yet. */
    synchronized OwnCertificate identity() throws DriverException {
        return OwnCertificate.in(root.resolve("own"));
    }

    synchronized List<X509Certificate> trusted() throws IOException {
        return in(trustedFolder()).stream().map(Kept::certificate).toList();
    }

    /** Keeps it for a person to look at. @return the file */
    synchronized Path reject(X509Certificate certificate) throws IOException {
        PrivateFiles.folder(root);
        Path folder = PrivateFiles.folder(rejectedFolder());
        PrivateFiles.folder(trustedFolder());
        List<Kept> before = in(folder);
        Optional<Kept> known = before.stream().filter(kept -> kept.certificate.equals(certificate)).findFirst();
        if (known.isPresent()) {
            return known.get().file;
        }
        before.stream().map(Kept::file).sorted(Comparator.comparingLong(CertificateFolders::age))
                .limit(Math.max(0, before.size() - MOST_REJECTED + 1)).forEach(CertificateFolders::delete);
        Path file = folder.resolve(name(certificate));
        try {
            PrivateFiles.write(file, certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IOException(e);
        }
        return file;
    }

    @Override
    public synchronized List<Server> known() throws IOException {
        List<Server> all = new ArrayList<>();
        in(rejectedFolder()).forEach(kept -> all.add(server(kept, false)));
        in(trustedFolder()).forEach(kept -> all.add(server(kept, true)));
        return all;
    }

    @Override
    public synchronized void trust(String thumbprint) throws IOException {
        move(thumbprint, rejectedFolder(), trustedFolder());
    }

    @Override
    public synchronized void distrust(String thumbprint) throws IOException {
        move(thumbprint, trustedFolder(), rejectedFolder());
    }

    @Override
    public Path own() throws IOException {
        try {
            return identity().file();
        } catch (DriverException e) {
            throw new IOException(e.getLocalizedMessage(), e);
        }
    }

    private static void move(String thumbprint, Path from, Path to) throws IOException {
        Kept wanted = in(from).stream().filter(kept -> Thumbprint.of(kept.certificate).equalsIgnoreCase(thumbprint)).findFirst()
                .orElseThrow(() -> new IOException("no certificate with the thumbprint " + thumbprint + " in " + from));
        PrivateFiles.folder(to);
        Files.move(wanted.file, to.resolve(wanted.file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        LOG.info("The certificate {} ({}) is in {} from now on", wanted.file.getFileName(), thumbprint, to);
    }

    private static Server server(Kept kept, boolean trusted) {
        return new Server(Thumbprint.of(kept.certificate), kept.certificate.getSubjectX500Principal().getName(),
                kept.certificate.getNotBefore().toInstant(), kept.certificate.getNotAfter().toInstant(), trusted, kept.file);
    }

    /** Whatever certificates are there, in whichever of the usual forms. */
    private static List<Kept> in(Path folder) throws IOException {
        List<Kept> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    read(file).ifPresent(certificate -> all.add(new Kept(certificate, file)));
                }
            }
        }
        return all;
    }

    private static Optional<X509Certificate> read(Path file) throws IOException {
        if (!PrivateFiles.isFile(file) || Files.size(file) > LARGEST_FILE || file.toString().endsWith(".new")) {
            return Optional.empty();
        }
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file))));
        } catch (CertificateException e) {
            LOG.warn("{} is no certificate and is left out: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** A name that people recognize; what a stranger put into a certificate cannot lead elsewhere. */
    private static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        String common = subject.replaceAll("(?s).*?CN=([^,]*).*", "$1").replaceAll("[^A-Za-z0-9._-]+", "_");
        String readable = common.substring(0, Math.min(LONGEST_NAME, common.length())).toLowerCase(Locale.ROOT);
        return readable + "_" + Thumbprint.of(certificate) + ".der";
    }

    private static long age(Path file) {
        return file.toFile().lastModified();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", file, e);
        }
    }
}
