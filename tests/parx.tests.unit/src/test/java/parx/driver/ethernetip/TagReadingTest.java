package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.Collected;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;
import parx.model.Settings;
import parx.simulator.CipDevice;
import parx.simulator.CipServer;

/** Every kind of tag, over every kind of link, from a simulated controller. */
@Timeout(120)
class TagReadingTest {
    private CipServer controller;

    @BeforeEach
    void start() throws Exception {
        controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    private static final String[] NUMBERS = {"aBool", "aSint", "anInt", "aDint", "aLint", "aUsint", "aUint", "aUdint", "aUlint",
            "aReal", "anLreal", "Program:Main.LineSpeed", "program:main.linespeed", "Program:Main.Word.5", "Program:Main.Word.6",
            "Words[7]", "Words[300]", "Words[999]", "Matrix[1,2,3]", "Matrix[2,3,4]", "Drives[1].Running", "Drives[2].Running",
            "Drives[2].Current", "Drives[2].Limits[3]", "Program:Main.Bits[0]", "Program:Main.Bits[33]", "Program:Main.Bits[95]",
            "Program:Main.Bits[94]", "Drives[2].Name.LEN", "Local:1:I", "Local:1:I.3"};
    private static final double[] VALUES = {1, -100, -30_000, -2_000_000_000, -9_007_199_254_740_991.0, 200, 60_000, 4_000_000_000.0,
            9_007_199_254_740_991.0, 1.5, -0.1, 87.25, 87.25, 1, 0, 70, 3_000, 9_990, 123, 234, 1, 0, 2.5, 2_000, 1, 1, 0, 0, 2, 31, 1};

    private void readsEverything(Settings settings) throws Exception {
        try (PollingConnection connection = Controller.connect(settings)) {
            connection.open();
            List<PollItem> items = new ArrayList<>(Controller.items(NUMBERS));
            items.add(Controller.item(100, "aText"));
            items.add(Controller.item(101, "Drives[2].Name", "dataType", "STRING"));
            PollPlan plan = connection.plan(items);
            for (int scan = 0; scan < 3; scan++) {
                Collected taken = Controller.poll(connection, plan);
                for (int i = 0; i < NUMBERS.length; i++) {
                    assertEquals(Reason.NONE, taken.reasons.get(i), NUMBERS[i] + " in scan " + scan);
                    assertEquals(VALUES[i], taken.values.get(i), NUMBERS[i] + " in scan " + scan);
                }
                assertEquals("coil 4711", taken.texts.get(100));
                assertEquals("D2", taken.texts.get(101));
            }
            assertEquals("", connection.statistics().problem());
        }
    }

    @Test
    void everyKindOfTagIsReadOverALargeConnection() throws Exception {
        readsEverything(Controller.at(controller.port()));
    }

    @Test
    void aControllerWithoutLargeConnectionsIsAskedForASmallOne() throws Exception {
        try (CipServer small = new CipServer(0, Controller.tags(), CipDevice.STANDARD.small(500))) {
            readsEverything(Controller.at(small.port()));
        }
    }

    @Test
    void everyKindOfTagIsReadWithoutAConnection() throws Exception {
        readsEverything(Controller.at(controller.port(), "messaging", "unconnected"));
        readsEverything(Controller.at(controller.port(), "messaging", "unconnected", "path", "none"));
        assertEquals(0, controller.connections());
    }

    @Test
    void aTextThatDoesNotFitIntoOnePacketIsReadInFragments() throws Exception {
        readsEverything(Controller.at(controller.port(), "connectionSize", 100));
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port(), "connectionSize", 100))) {
            connection.open();
            // The whole drive has 104 bytes, and its first four are not a length.
            PollPlan plan = connection.plan(List.of(Controller.item(0, "Drives[2]"), Controller.item(1, "aText")));
            for (int scan = 0; scan < 2; scan++) {
                Collected taken = Controller.poll(connection, plan);
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(0));
                assertEquals("coil 4711", taken.texts.get(1));
            }
            assertTrue(connection.statistics().problem().contains("Drives[2] is a structure"), connection.statistics().problem());
        }
    }

    @Test
    void aScanOfAThousandTagsIsAHandfulOfPackets() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            String[] tags = new String[Controller.WORDS];
            for (int i = 0; i < tags.length; i++) {
                tags[i] = "Words[" + i + "]";
            }
            PollPlan plan = connection.plan(Controller.items(tags));
            Controller.poll(connection, plan);
            long before = controller.packets();
            Collected taken = Controller.poll(connection, plan);
            long packets = controller.packets() - before;
            for (int i = 0; i < tags.length; i++) {
                assertEquals(10.0 * i, taken.values.get(i));
            }
            assertTrue(packets <= 6, packets + " packets");
            assertEquals(packets, plan.requests());
        }
    }

    @Test
    void bitsOfOneWordAreReadOnce() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            List<PollItem> items = new ArrayList<>();
            for (int bit = 0; bit < 32; bit++) {
                items.add(Controller.item(bit, "Program:Main.Word." + bit, "dataType", "BOOL"));
                items.add(Controller.item(100 + bit, "Program:Main.Bits[" + bit + "]"));
            }
            ScanPlan plan = (ScanPlan) connection.plan(items);
            Controller.poll(connection, plan);
            Collected taken = Controller.poll(connection, plan);
            for (int bit = 0; bit < 32; bit++) {
                assertEquals(bit == 5 || bit == 7 ? 1.0 : 0.0, taken.values.get(bit), "bit " + bit);
                assertEquals(bit % 3 == 0 ? 1.0 : 0.0, taken.values.get(100 + bit), "bit of the array " + bit);
            }
            assertEquals(2, plan.reads.size());
        }
    }
}
