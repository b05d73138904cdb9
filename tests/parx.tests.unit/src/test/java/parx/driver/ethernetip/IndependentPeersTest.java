package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.PollingConnection;
import parx.simulator.CipDevice;
import parx.simulator.CipServer;

/** What others, who know nothing of ParX, make of the simulated controller and of the driver's packets. */
@Timeout(300)
class IndependentPeersTest {
    private static final String CLIENT = "st-ethernet-ip";
    private static final String VERSION = "2.7.5";

    @TempDir
    private Path folder;
    private CipServer controller;

    @BeforeEach
    void start() throws Exception {
        controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void anotherClientReadsWritesAndFindsTheSimulatedTags(String connected) throws Exception {
        Path script = Path.of(IndependentPeersTest.class.getResource("/ethernetip/independent_client.js").toURI());
        List<String> said = run("node", script.toString(), installed().toString(), Integer.toString(controller.port()), connected);
        List<String> expected = List.of("product=ParX simulated controller", "aBool=true", "aSint=-100", "anInt=-30000",
                "aDint=-2000000000", "aReal=1.5", "Words[7]=70", "Words[300]=3000", "Matrix[1,2,3]=123", "Drives[2].Current=2.5",
                "Program:Main.LineSpeed=87.25", "group0=-2000000000", "group1=1.5", "group2=87.25", "group3=9990", "written=1234");
        assertEquals(expected, said.subList(0, Math.min(said.size(), expected.size())));
        for (String tag : List.of("tag=aLint LINT", "tag=Words DINT", "tag=aText STRING", "tag=Drives Drive",
                "tag=Program:Main.LineSpeed REAL")) {
            assertTrue(said.contains(tag), tag + " is not among " + said);
        }
    }

    /** The client from its registry, into the folder that holds what a build makes. */
    private Path installed() throws Exception {
        assumeTrue(runs("node", "--version") && runs("npm", "--version"), "skipped: npm is not there; apt install npm");
        Path target = Path.of(System.getProperty("parx.root"), "tests", "parx.tests.unit", "target", "npm");
        Path client = target.resolve("node_modules").resolve(CLIENT);
        if (!Files.exists(client.resolve("package.json"))) {
            Files.createDirectories(target);
            assumeTrue(runs("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", target.toString(),
                    CLIENT + "@" + VERSION), "skipped: " + CLIENT + " cannot be installed with npm");
        }
        return client;
    }

    @Test
    void anotherDissectorFindsNothingMalformedInWhatTheDriverAndTheSimulatorSay() throws Exception {
        assumeTrue(runs("tshark", "--version"), "skipped: tshark is not there; apt install tshark");
        Path file = folder.resolve("eip.pcap");
        try (Capture capture = new Capture(controller.port(), file)) {
            for (Object[] settings : new Object[][] {{}, {"connectionSize", 300}, {"messaging", "unconnected"},
                    {"messaging", "unconnected", "path", "none"}}) {
                talk(Controller.connect(Controller.at(capture.port(), settings)));
            }
        }
        assertEquals(List.of(), run("tshark", "-r", file.toString(), "-Y", "_ws.malformed or _ws.expert.severity >= \"Warning\"",
                "-o", "tcp.analyze_sequence_numbers:FALSE"));
        String decoded = String.join("\n", run("tshark", "-r", file.toString(), "-V"));
        for (String word : List.of("Register Session", "Large Forward Open", "Forward Open", "Forward Close",
                "Multiple Service Packet", "Unconnected Send", "List Identity", "Get Attribute Single", "Program:Main", "LineSpeed",
                "8-Bit Member Segment", "16-Bit Member Segment", "32-Bit Member Segment", "16-Bit Instance Segment")) {
            assertTrue(decoded.contains(word), word + " is not decoded");
        }
    }

    private static void talk(PollingConnection connection) throws Exception {
        try (connection) {
            connection.open();
            PollingConnection.PollPlan plan = connection.plan(Controller.items("aReal", "aText", "Program:Main.LineSpeed",
                    "Program:Main.Bits[33]", "missing", "Words[300]", "Words[70000]", "Drives[1].Name.LEN", "Matrix[1,2,3]", "aBool"));
            Controller.poll(connection, plan);
            Controller.poll(connection, plan);
            connection.write(Controller.item(0, "aReal"), 2.5);
            connection.write(Controller.item(0, "Program:Main.Word.3"), 1);
            connection.write(Controller.item(0, "aText"), "coil 1");
            connection.keepAlive();
            CipSession session = ((EthernetIpConnection) connection).session();
            assertEquals("ParX simulated controller", session.identity().product());
            new TagReader(session).inFragments(new TagRead(new TagRead.Reader(0, new Point(TagName.parse("Drives[1]"), null), false)),
                    () -> true);
            TagBrowser browser = new TagBrowser(session);
            assertTrue(browser.tags("").size() > 10);
            browser.members(Controller.DRIVE.instance());
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            // Not there: that is the answer.
            return false;
        }
    }

    /** What it prints, line by line. */
    private static List<String> run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(4, TimeUnit.MINUTES), command[0] + " does not end");
        assertEquals(0, process.exitValue(), Arrays.toString(command) + " said " + said);
        return new ArrayList<>(said.lines().toList());
    }
}
