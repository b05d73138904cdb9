package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.SubscribingConnection;
import parx.driver.TrustedServers;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.TimeSource;

/** With whom the driver talks, as whom, and what it keeps to itself. */
@Timeout(900)
class UaSecurityTest {
    @TempDir
    static Path keys;
    private static UaServer server;

    @TempDir
    Path configuration;
    private OpcUaDriver driver;
    private TrustedServers trust;

    @BeforeAll
    static void startServer() throws Exception {
        server = UaServer.start(UaServer.freePort(), keys, "{}");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        driver = new OpcUaDriver(() -> configuration);
        trust = new CertificateTrust(() -> configuration);
    }

    private void reads(Object... settings) throws DriverException {
        Settings config = server.connection(settings);
        SubscribingConnection connection = (SubscribingConnection) driver.connect(config, new DriverContext(TimeSource.system()));
        try {
            connection.open();
            new Delivered(connection).subscribe(100, server.channel("Double")).untilValue(0, 3.25);
        } finally {
            connection.close();
        }
    }

    private String refusal(Object... settings) {
        DriverException refused = assertThrows(DriverException.class, () -> reads(settings));
        assertEquals(Reason.CONFIG_ERROR, refused.reason(), refused.getMessage());
        return refused.getMessage();
    }

    private void trustTheServer() throws Exception {
        refusal("securityMode", "Sign");
        trust.trust(trust.known().getFirst().thumbprint());
    }

    @ParameterizedTest
    @CsvSource({"Sign,best", "SignAndEncrypt,best", "SignAndEncrypt,Basic256Sha256", "SignAndEncrypt,Aes128_Sha256_RsaOaep"})
    void aTrustedServerIsReadInEveryWayThatItOffers(String mode, String policy) throws Exception {
        trustTheServer();
        reads("securityMode", mode, "securityPolicy", policy);
    }

    @Test
    void anUnknownServerIsRefusedUntilAPersonTrustsIt() throws Exception {
        String sentence = refusal("securityMode", "SignAndEncrypt");
        TrustedServers.Server unknown = trust.known().getFirst();
        assertFalse(unknown.trusted());
        assertTrue(sentence.contains(unknown.thumbprint()) && sentence.contains(unknown.file().toString()), sentence);
        refusal("securityMode", "SignAndEncrypt");
        assertEquals(1, trust.known().size(), "one server, kept once");
        trust.trust(unknown.thumbprint());
        reads("securityMode", "SignAndEncrypt");
        trust.distrust(unknown.thumbprint());
        refusal("securityMode", "SignAndEncrypt");
    }

    @Test
    void movingTheFileByHandTrustsJustAsWell() throws Exception {
        refusal("securityMode", "Sign");
        Path file = trust.known().getFirst().file();
        Files.move(file, file.getParent().resolveSibling("trusted").resolve("plant.der"));
        reads("securityMode", "Sign");
    }

    @Test
    void aUserIsLetInOverAnEncryptedConnection() throws Exception {
        trustTheServer();
        reads("securityMode", "SignAndEncrypt", "user", "operator", "password", "sesame");
        String sentence = refusal("securityMode", "SignAndEncrypt", "user", "operator", "password", "wrong");
        assertTrue(sentence.contains("refuses the user ‘operator’") && !sentence.contains("wrong"), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Sign"})
    void aPasswordIsNeverSentWhereOthersCanReadIt(String mode) throws Exception {
        trustTheServer();
        String sentence = refusal("securityMode", mode, "user", "operator", "password", "sesame");
        assertTrue(sentence.contains("Nothing was sent") && !sentence.contains("sesame"), sentence);
    }

    @Test
    void aServerThatOffersOnlyWhatIsBrokenIsRefused() throws Exception {
        try (UaServer old = UaServer.start(UaServer.freePort(), keys.resolve("old"), "{\"policies\":[\"Basic128Rsa15\",\"Basic256\"]}")) {
            String sentence = refusal("endpoint", UaServer.url(old.port()), "securityMode", "SignAndEncrypt");
            assertTrue(sentence.contains("offers no endpoint with SignAndEncrypt") && sentence.contains("Basic128Rsa15"), sentence);
        }
    }

    @Test
    void theOwnCertificateIsMadeOnceForItsOwnersEyesOnly() throws Exception {
        Path own = trust.own();
        byte[] made = Files.readAllBytes(own);
        OwnCertificate again = new CertificateFolders(configuration).identity();
        assertEquals(List.of(made.length, again.applicationUri()), List.of(Files.readAllBytes(own).length,
                org.eclipse.milo.opcua.stack.core.util.CertificateUtil.getSanUri(again.certificate()).orElseThrow()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolveSibling("parx.key"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own.getParent())));
    }

    @Test
    void aServerThatDoesNotTrustParxIsSaidToWithWhatToTrust() throws Exception {
        try (UaServer strict = UaServer.start(UaServer.freePort(), keys.resolve("strict"), "{\"accept\":false}")) {
            refusal("endpoint", UaServer.url(strict.port()), "securityMode", "Sign");
            trust.trust(trust.known().getFirst().thumbprint());
            DriverException refused = assertThrows(DriverException.class,
                    () -> reads("endpoint", UaServer.url(strict.port()), "securityMode", "Sign"));
            assertTrue(refused.getMessage().contains("parx.der") && refused.getMessage().contains("thumbprint"), refused.getMessage());
        }
    }

    @Test
    void whatIsNotThereIsSaidInAClearSentence() throws Exception {
        int nobody = UaServer.freePort();
        DriverException refused = assertThrows(DriverException.class, () -> reads("endpoint", UaServer.url(nobody)));
        assertTrue(refused.getMessage().contains("refuses port " + nobody), refused.getMessage());
        DriverException unknown = assertThrows(DriverException.class, () -> reads("endpoint", "opc.tcp://no-such-host.invalid:4840"));
        assertTrue(unknown.getMessage().contains("no-such-host.invalid"), unknown.getMessage());
    }
}
