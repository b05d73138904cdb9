package parx.driver.opcua;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** By what people compare two certificates: SHA-1 in upper-case hex, as every OPC UA tool shows it. Pure, any thread. */
final class Thumbprint {
    private Thumbprint() {
    }

    static String of(X509Certificate certificate) {
        try {
            return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate without an encoding, or a Java without SHA-1", e);
        }
    }
}
