package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.SettingProblem;
import parx.driver.SettingsCheck;
import parx.model.Settings;

/** What a person may type into the form of an OPC UA channel, checked without a server. */
class UaFormTest {
    private static final String ENDPOINT = "opc.tcp://192.168.1.30:4840";
    private final OpcUaDriver driver = new OpcUaDriver(() -> Path.of("nowhere"));

    private static Settings config(Object... more) {
        return Settings.with("endpoint", ENDPOINT, "nodeId", "ns=2;s=LineSpeed").overlay(Settings.with(more));
    }

    private List<String> problems(Object... more) {
        return driver.check(config(more)).stream().map(SettingProblem::key).toList();
    }

    @Test
    void theExampleOfTheSpecificationIsValid() {
        Settings example = config("securityMode", "None");
        assertEquals(List.of(), driver.check(example));
        assertEquals(List.of(), SettingsCheck.channel(driver.settings(), example));
        assertEquals("OPC UA " + ENDPOINT, driver.connectionName(example));
        assertEquals("ns=2;s=LineSpeed", driver.describeAddress(example));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i=2258", "ns=0;i=4294967295", "ns=65535;s=a;b=c", "nsu=urn:plant;s=Line.Speed",
            "nsu=http://plant/%3Bv=1;i=5", "ns=1;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63", "ns=1;b=M/RbKBsRVkePCePcx24oRA==",
            "ns=2;s=\"Db 1\".\"x\"[3]"})
    void everyFormOfANodeIdIsTaken(String node) {
        assertEquals(List.of(), problems("nodeId", node));
        assertEquals(node.replace("ns=0;", ""), driver.describeAddress(config("nodeId", node)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "LineSpeed", "ns=2", "ns=2;", "ns=2;s=", "ns=99999;i=1", "ns=-1;i=1", "i=4294967296", "i=x",
            "g=1234", "b=!", "svr=1;i=5", "ns=2;x=5", "nsu=;s=a", "ns=999999999999;i=1"})
    void whatIsNoNodeIdIsRefusedWithASentence(String node) {
        assertEquals(List.of("nodeId"), problems("nodeId", node));
        assertFalse(driver.check(config("nodeId", node)).getFirst().sentence().isBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://host", "opc.tcp://", "opc.tcp://:4840", "opc.tcp://host:0", "opc.tcp://host:99999",
            "opc.tcp://user:secret@host", "opc.tcp://ho st", "192.168.1.30"})
    void whatIsNoEndpointIsRefusedWithASentence(String endpoint) {
        assertEquals(List.of("endpoint"), problems("endpoint", endpoint));
    }

    @ParameterizedTest
    @CsvSource({"opc.tcp://PLC1,opc.tcp://plc1:4840", "opc.tcp://plc1:4840/,opc.tcp://plc1:4840",
            "opc.tcp://plc1:62541/Server/x,opc.tcp://plc1:62541/Server/x", "OPC.TCP://[::1]:4840,opc.tcp://[::1]:4840"})
    void theSameServerIsOneConnectionHoweverItIsWritten(String endpoint, String name) {
        assertEquals("OPC UA " + name, driver.connectionName(config("endpoint", endpoint)));
    }

    @Test
    void anotherSecurityIsAnotherConnection() {
        assertEquals("OPC UA " + ENDPOINT + " (SignAndEncrypt)", driver.connectionName(config("securityMode", "SignAndEncrypt")));
        assertEquals(List.of("securityMode"), problems("securityMode", "sometimes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1:3", "a", "1,", "1,2,3,4,5,6,7", "99999999999"})
    void whatIsNoArrayElementIsRefused(String index) {
        assertEquals(List.of("index"), problems("index", index));
    }

    @Test
    void noPasswordStandsInWhatIsLogged() {
        assertFalse(ServerSettings.of(config("user", "operator", "password", "sesame")).toString().contains("sesame"));
    }

    @Test
    void anAddressMeansWhatItMeantWhenTheServerWasFirstMet() {
        Namespaces namespaces = new Namespaces();
        NodeAddress byNumber = NodeAddress.of(config("nodeId", "ns=2;s=x"));
        NodeAddress byUri = NodeAddress.of(config("nodeId", "nsu=urn:plant;s=x"));
        namespaces.learn(new String[] {"http://opcfoundation.org/UA/", "urn:server", "urn:plant"});
        assertEquals(namespaces.nodeId(byNumber), namespaces.nodeId(byUri));
        namespaces.learn(new String[] {"http://opcfoundation.org/UA/", "urn:server", "urn:new", "urn:plant"});
        assertEquals(3, namespaces.nodeId(byNumber).orElseThrow().getNamespaceIndex().intValue());
        assertEquals(namespaces.nodeId(byNumber), namespaces.nodeId(byUri));
        assertEquals("nsu=urn:plant;s=x", namespaces.lasting(namespaces.nodeId(byNumber).orElseThrow()));
        namespaces.learn(new String[] {"http://opcfoundation.org/UA/", "urn:server", "urn:new"});
        assertTrue(namespaces.nodeId(byNumber).isEmpty(), "rather none than that of another namespace");
    }
}
