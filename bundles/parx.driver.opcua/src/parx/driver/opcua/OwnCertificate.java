package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.DriverException;
import parx.model.Reason;

/**
 * Who ParX is towards servers: a key and a certificate of its own, made on first use and kept. Immutable, any thread.
 *
 * @param applicationUri the one in the certificate, for a server compares the two
 */
record OwnCertificate(KeyPair keys, X509Certificate certificate, String applicationUri, Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
    private static final int KEY_BITS = 2_048;
    private static final Period VALID = Period.ofYears(10);
    private static final String KEY = "parx.key";
    private static final String CERTIFICATE = "parx.der";

    /** Reads it, or makes it where there is none or it has expired. One call at a time. */
    static OwnCertificate in(Path folder) throws DriverException {
        try {
            PrivateFiles.folder(folder);
            Path key = folder.resolve(KEY);
            Path certificate = folder.resolve(CERTIFICATE);
            if (Files.exists(key) && Files.exists(certificate)) {
                OwnCertificate kept = read(key, certificate);
                if (kept.certificate.getNotAfter().getTime() > System.currentTimeMillis()) {
                    return kept;
                }
                LOG.warn("ParX's certificate {} has expired; a new one is made, which servers have to be told to trust",
                        certificate);
            }
            return make(key, certificate);
        } catch (IOException | GeneralSecurityException e) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("own.fault", folder, String.valueOf(e.getMessage())), e);
        }
    }

    private static OwnCertificate read(Path key, Path certificate) throws IOException, GeneralSecurityException {
        PrivateKey secret = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(key)));
        X509Certificate own = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate)));
        Optional<String> uri = CertificateUtil.getSanUri(own);
        if (uri.isEmpty()) {
            throw new CertificateException("no application URI in " + certificate);
        }
        return new OwnCertificate(new KeyPair(own.getPublicKey(), secret), own, uri.get(), certificate);
    }

    private static OwnCertificate make(Path key, Path certificate) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair keys = generator.generateKeyPair();
        String host = hostName();
        String uri = "urn:" + host + ":parx:" + UUID.randomUUID();
        X509Certificate made;
        try {
            made = new SelfSignedCertificateBuilder(keys).setCommonName("ParX at " + host).setOrganization("ParX")
                    .setApplicationUri(uri).addDnsName(host).setValidityPeriod(VALID).build();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new GeneralSecurityException(e);
        }
        PrivateFiles.write(key, keys.getPrivate().getEncoded());
        PrivateFiles.write(certificate, made.getEncoded());
        LOG.info("Made the certificate {} that ParX presents to OPC UA servers; thumbprint {}", certificate, Thumbprint.of(made));
        return new OwnCertificate(keys, made, uri, certificate);
    }

    /** Only what a host name may have: a certificate is no place for anything else. */
    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
            return name.isEmpty() || name.length() > 60 ? "localhost" : name;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    String thumbprint() {
        return Thumbprint.of(certificate);
    }
}
