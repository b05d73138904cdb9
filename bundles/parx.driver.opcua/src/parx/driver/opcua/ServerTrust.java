package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import parx.model.Sentence;

/**
 * Decides whether a server is who a person trusts: its certificate, or that of who issued it, is in the trusted folder.
 * The library asks it for every channel; the connection asks it beforehand, to be able to say why not. Thread-safe.
 */
final class ServerTrust implements CertificateValidator {
    private final CertificateFolders folders;
    private final String server;

    /** @param server its address, for people */
    ServerTrust(CertificateFolders folders, String server) {
        this.folders = folders;
        this.server = server;
    }

    @Override
    public void validateCertificateChain(List<X509Certificate> chain, String applicationUri, String[] hosts)
            throws UaException {
        Optional<Sentence> objection = objection(chain, applicationUri, hosts);
        if (objection.isPresent()) {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted, objection.get().english());
        }
    }

    /** Why it is not trusted, and what to do next. @param applicationUri null where it is not known yet */
    Optional<Sentence> objection(List<X509Certificate> chain, String applicationUri, String[] hosts) {
        X509Certificate leaf = chain.get(0);
        try {
            leaf.checkValidity();
            if (applicationUri != null && !applicationUri.equals(CertificateUtil.getSanUri(leaf).orElse(""))) {
                return Optional.of(TEXTS.of("trust.uri", server, applicationUri, CertificateUtil.getSanUri(leaf).orElse("–")));
            }
            List<X509Certificate> trusted = folders.trusted();
            if (trusted.contains(leaf)) {
                return Optional.empty();
            }
            return isIssuedByTrusted(chain, trusted, hosts) ? Optional.empty() : Optional.of(unknown(leaf));
        } catch (CertificateExpiredException e) {
            return Optional.of(TEXTS.of("trust.expired", server, leaf.getNotAfter().toInstant()));
        } catch (GeneralSecurityException e) {
            return Optional.of(TEXTS.of("trust.notYet", server, leaf.getNotBefore().toInstant()));
        } catch (IOException e) {
            return Optional.of(TEXTS.of("trust.fault", folders.trustedFolder(), String.valueOf(e.getMessage())));
        }
    }

    private Sentence unknown(X509Certificate leaf) throws IOException {
        Path file = folders.reject(leaf);
        return TEXTS.of("trust.unknown", server, Thumbprint.of(leaf), file, folders.trustedFolder());
    }

    /** A certificate that a trusted authority issued counts for the hosts that it names only. */
    private static boolean isIssuedByTrusted(List<X509Certificate> chain, List<X509Certificate> trusted, String[] hosts) {
        Set<X509Certificate> authorities = trusted.stream().filter(ca -> ca.getBasicConstraints() >= 0)
                .collect(java.util.stream.Collectors.toSet());
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            var path = CertificateValidationUtil.buildTrustedCertPath(chain, authorities, Set.of());
            CertificateValidationUtil.validateTrustedCertPath(path.getCertPath(), path.getTrustAnchor(), List.of(),
                    ValidationCheck.NO_OPTIONAL_CHECKS, false);
            if (hosts != null) {
                CertificateValidationUtil.checkHostnameOrIpAddress(chain.get(0), hosts);
            }
            return true;
        } catch (UaException e) {
            return false;
        }
    }
}
