package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import parx.driver.DriverException;
import parx.driver.opcua.ServerSettings.Mode;
import parx.driver.opcua.ServerSettings.Policy;
import parx.model.Reason;

/**
 * Which of a server's endpoints fits the settings, and which way of sending the user. Anybody on the network may have
 * answered what the server offers: hence never anything weaker than the settings ask for. Pure, any thread.
 */
final class EndpointChoice {
    private static final Map<Policy, SecurityPolicy> POLICIES = Map.of(
            Policy.AES128, SecurityPolicy.Aes128_Sha256_RsaOaep, Policy.BASIC256SHA256, SecurityPolicy.Basic256Sha256,
            Policy.AES256, SecurityPolicy.Aes256_Sha256_RsaPss);
    private static final Map<Mode, MessageSecurityMode> MODES = Map.of(Mode.NONE, MessageSecurityMode.None,
            Mode.SIGN, MessageSecurityMode.Sign, Mode.SIGN_AND_ENCRYPT, MessageSecurityMode.SignAndEncrypt);

    private EndpointChoice() {
    }

    /** A password must not be sent where others can read it. @throws DriverException if the settings would do so */
    static void demandSecrecy(ServerSettings settings) throws DriverException {
        if (!settings.user().isEmpty() && settings.mode() != Mode.SIGN_AND_ENCRYPT) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("password.secrecy", settings.url(), settings.user(),
                    TEXTS.of("device.securityMode@" + settings.mode().key)));
        }
    }

    /** The one to connect to, under the address that the settings name: servers often name one that only they know. */
    static EndpointDescription of(List<EndpointDescription> offered, ServerSettings settings) throws DriverException {
        List<EndpointDescription> usable = offered.stream()
                .filter(endpoint -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(endpoint.getTransportProfileUri())
                        && endpoint.getSecurityMode() == MODES.get(settings.mode())
                        && rank(endpoint, settings.policy(), settings.mode()) >= 0).toList();
        EndpointDescription best = usable.stream()
                .max(Comparator.comparingInt(endpoint -> rank(endpoint, settings.policy(), settings.mode())))
                .orElseThrow(() -> new DriverException(Reason.CONFIG_ERROR, TEXTS.of("endpoint.none", settings.url(),
                        wanted(settings), offers(offered))));
        if (settings.user().isEmpty() && tokens(best, UserTokenType.Anonymous).isEmpty()) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("user.needed", settings.url()));
        }
        if (!settings.user().isEmpty()) {
            userToken(tokens(best, UserTokenType.UserName), best)
                    .orElseThrow(() -> new DriverException(Reason.CONFIG_ERROR, TEXTS.of("user.notTaken", settings.url())));
        }
        return EndpointUtil.updateUrl(best, settings.host(), settings.port());
    }

    /** The strongest way of sending a password; plain only where the channel itself encrypts; never a broken one. */
    static Optional<UserTokenPolicy> userToken(List<UserTokenPolicy> tokens, EndpointDescription endpoint) {
        return tokens.stream().filter(token -> strength(token, endpoint) >= 0)
                .max(Comparator.comparingInt(token -> strength(token, endpoint)));
    }

    static List<X509Certificate> certificates(EndpointDescription endpoint, ServerSettings settings) throws DriverException {
        try {
            List<X509Certificate> chain = CertificateUtil.decodeCertificates(endpoint.getServerCertificate().bytesOrEmpty());
            if (!chain.isEmpty()) {
                return chain;
            }
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("trust.none", settings.url()));
        } catch (UaException e) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("trust.none", settings.url()), e);
        }
    }

    private static List<UserTokenPolicy> tokens(EndpointDescription endpoint, UserTokenType type) {
        UserTokenPolicy[] all = endpoint.getUserIdentityTokens();
        return all == null ? List.of() : Arrays.stream(all).filter(token -> token.getTokenType() == type).toList();
    }

    private static int strength(UserTokenPolicy token, EndpointDescription endpoint) {
        String uri = token.getSecurityPolicyUri();
        String effective = uri == null || uri.isEmpty() ? endpoint.getSecurityPolicyUri() : uri;
        if (SecurityPolicy.None.getUri().equals(effective)) {
            return endpoint.getSecurityMode() == MessageSecurityMode.SignAndEncrypt ? 0 : -1;
        }
        return rank(effective);
    }

    private static int rank(EndpointDescription endpoint, Policy wanted, Mode mode) {
        String uri = endpoint.getSecurityPolicyUri();
        if (mode == Mode.NONE) {
            return SecurityPolicy.None.getUri().equals(uri) ? 0 : -1;
        }
        int rank = rank(uri);
        return wanted == Policy.BEST || rank == wanted.ordinal() ? rank : -1;
    }

    /** -1 for what is not to be used: what is broken, and what this driver does not know. */
    private static int rank(String uri) {
        return POLICIES.entrySet().stream().filter(entry -> entry.getValue().getUri().equals(uri))
                .mapToInt(entry -> entry.getKey().ordinal()).findFirst().orElse(-1);
    }

    private static String wanted(ServerSettings settings) {
        return settings.mode().key + (settings.mode() == Mode.NONE || settings.policy() == Policy.BEST ? ""
                : " " + settings.policy().key);
    }

    private static String offers(List<EndpointDescription> offered) {
        Set<String> all = offered.stream().map(endpoint -> endpoint.getSecurityMode() + " "
                + String.valueOf(endpoint.getSecurityPolicyUri()).replaceAll(".*#", "")).limit(20)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return all.isEmpty() ? "–" : String.join(", ", all);
    }
}
