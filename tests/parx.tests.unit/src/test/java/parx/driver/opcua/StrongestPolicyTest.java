package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.SubscribingConnection;
import parx.model.Settings;
import parx.model.TimeSource;

/** Aes256_Sha256_RsaPss, which the other server of these tests does not speak, against a server of the library itself. */
@Timeout(900)
class StrongestPolicyTest {
    private static final String URI = "urn:test:milo";

    @TempDir
    Path configuration;
    private OpcUaServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = UaServer.freePort();
        RsaSha256CertificateFactory factory = new RsaSha256CertificateFactory() {
            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) throws Exception {
                return new X509Certificate[] {new SelfSignedCertificateBuilder(keys).setCommonName("Milo").setApplicationUri(URI).build()};
            }
        };
        MemoryCertificateStore store = new MemoryCertificateStore();
        DefaultApplicationGroup group = new DefaultApplicationGroup(new MemoryTrustListManager(), store, factory,
                new CertificateValidator.InsecureCertificateValidator());
        group.initialize();
        X509Certificate own = group.getCertificateEntries().getFirst().certificateChain[0];
        EndpointConfig.Builder endpoint = EndpointConfig.newBuilder().setBindAddress("127.0.0.1").setHostname("127.0.0.1")
                .setBindPort(port).setCertificate(own).addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS,
                        OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
        OpcUaServerConfig config = OpcUaServerConfig.builder().setApplicationUri(URI).setProductUri(URI)
                .setApplicationName(LocalizedText.english("Milo"))
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine(), group))
                .setIdentityValidator(new CompositeValidator(AnonymousIdentityValidator.INSTANCE,
                        new UsernameIdentityValidator(challenge -> challenge.getPassword().equals("sesame"))))
                .setEndpoints(Set.of(endpoint.copy().setSecurityPolicy(SecurityPolicy.None).setSecurityMode(MessageSecurityMode.None)
                        .build(), endpoint.copy().setSecurityPolicy(SecurityPolicy.Aes256_Sha256_RsaPss)
                        .setSecurityMode(MessageSecurityMode.SignAndEncrypt).build()))
                .build();
        server = new OpcUaServer(config, profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
        server.startup().get();
    }

    @AfterEach
    void stop() throws Exception {
        server.shutdown().get();
    }

    private void reads(Object... settings) throws DriverException {
        Settings config = Settings.with("endpoint", UaServer.url(port), "nodeId", "i=2267", "securityMode", "SignAndEncrypt",
                "connectTimeout", 60_000, "timeout", 60_000, "silence", 60_000).overlay(Settings.with(settings));
        SubscribingConnection connection = (SubscribingConnection) new OpcUaDriver(() -> configuration).connect(config,
                new DriverContext(TimeSource.system()));
        try {
            connection.open();
            Delivered delivered = new Delivered(connection).subscribe(100, config);
            delivered.until("a value", () -> !delivered.samples.isEmpty());
            assertEquals(255, delivered.samples.getFirst().value(), "the server's service level");
        } finally {
            connection.close();
        }
    }

    @Test
    void theStrongestPolicyOfferedIsSpoken() throws Exception {
        CertificateTrust trust = new CertificateTrust(() -> configuration);
        assertThrows(DriverException.class, this::reads);
        trust.trust(trust.known().getFirst().thumbprint());
        reads();
        reads("securityPolicy", "Aes256_Sha256_RsaPss");
        reads("user", "operator", "password", "sesame");
        DriverException refused = assertThrows(DriverException.class, () -> reads("user", "operator", "password", "wrong"));
        assertTrue(refused.getMessage().contains("refuses the user"), refused.getMessage());
        DriverException other = assertThrows(DriverException.class, () -> reads("securityPolicy", "Basic256Sha256"));
        assertTrue(other.getMessage().contains("SignAndEncrypt Aes256_Sha256_RsaPss"), other.getMessage());
    }
}
