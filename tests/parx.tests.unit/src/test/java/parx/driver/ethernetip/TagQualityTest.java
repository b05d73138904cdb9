package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.Collected;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollPlan;
import parx.model.Reason;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipType.Elementary;

/** What is wrong with one tag is that tag's, and is said. */
@Timeout(120)
class TagQualityTest {
    private CipServer controller;

    @BeforeEach
    void start() throws Exception {
        controller = new CipServer(0, Controller.tags(), CipDevice.STANDARD);
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void aTagThatIsWrongIsBadAndItsNeighboursAreNot() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            PollPlan plan = connection.plan(List.of(Controller.item(0, "aReal"), Controller.item(1, "noSuchTag"),
                    Controller.item(2, "Words[1000]"), Controller.item(3, "Words"), Controller.item(4, "aReal", "dataType", "DINT"),
                    Controller.item(5, "aReal.3"), Controller.item(6, "aSint.9"), Controller.item(7, "Drives[1]"),
                    Controller.item(8, "Program:Other.LineSpeed"), Controller.item(9, "aText", "dataType", "REAL"),
                    Controller.item(10, "not a tag"), Controller.item(11, "aDint", "dataType", "UDINT"),
                    Controller.item(12, "Program:Main.Bits[96]"), Controller.item(13, "anInt")));
            for (int scan = 0; scan < 3; scan++) {
                Collected taken = Controller.poll(connection, plan);
                assertEquals(14, taken.reasons.size(), "every channel is told something");
                assertEquals(1.5, taken.values.get(0));
                assertEquals(-30_000, taken.values.get(13));
                assertEquals(-2_000_000_000L + (1L << 32), taken.values.get(11), "integers of one size are read as one another");
                assertEquals(Reason.NO_SUCH_ADDRESS, taken.reasons.get(1));
                assertEquals(Reason.NO_SUCH_ADDRESS, taken.reasons.get(2));
                assertEquals(Reason.NONE, taken.reasons.get(3), "the first element, as in the controller");
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(4));
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(5));
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(6));
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(7));
                assertEquals(Reason.NO_SUCH_ADDRESS, taken.reasons.get(8));
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(9));
                assertEquals(Reason.CONFIG_ERROR, taken.reasons.get(10));
                assertEquals(Reason.NO_SUCH_ADDRESS, taken.reasons.get(12));
            }
            String problem = connection.statistics().problem();
            assertTrue(problem.contains("more)"), problem);
        }
    }

    @Test
    void whatIsWrongIsSaidInASentence() throws Exception {
        assertSaid("noSuchTag", "has no such tag");
        assertSaid("Words[1000]", "beyond the end of the array");
        assertSaid("aReal.3", "only integers have bits");
        assertSaid("aSint.9", "the bits 0 to 7");
        assertSaid("Drives[1]", "is a structure");
    }

    private void assertSaid(String tag, String words) throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            Controller.poll(connection, connection.plan(Controller.items(tag)));
            String problem = connection.statistics().problem();
            assertTrue(problem.contains(tag) && problem.contains(words), problem);
        }
    }

    @Test
    void whatWasWrongWithChannelsThatAreNoLongerReadIsNotSaid() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port()))) {
            connection.open();
            Controller.poll(connection, connection.plan(Controller.items("noSuchTag")));
            assertFalse(connection.statistics().problem().isEmpty());
            PollPlan plan = connection.plan(Controller.items("aReal", "stillNoSuchTag"));
            Controller.poll(connection, plan);
            assertTrue(connection.statistics().problem().contains("stillNoSuchTag"), connection.statistics().problem());
            assertEquals(1, connection.statistics().quarantined());
            Controller.poll(connection, connection.plan(Controller.items("aReal")));
            assertEquals("", connection.statistics().problem());
        }
    }

    @Test
    void aRefusedTagIsLeftOutForAWhileAndThenAskedForAgain() throws Exception {
        TurnedClock clock = new TurnedClock();
        try (PollingConnection connection = (PollingConnection) new EthernetIpDriver().connect(
                Controller.at(controller.port(), "refusedRetry", 10), new DriverContext(clock))) {
            connection.open();
            // Each packet has room for one tag, so that it counts which are asked for.
            PollPlan plan = connection.plan(Controller.items("aReal", "later"));
            ((ScanPlan) plan).packed = false;
            Controller.poll(connection, plan);
            long before = controller.packets();
            assertEquals(Reason.NO_SUCH_ADDRESS, Controller.poll(connection, plan).reasons.get(1));
            assertEquals(1, controller.packets() - before);
            assertEquals(1, connection.statistics().quarantined());
            clock.turn(11);
            before = controller.packets();
            assertEquals(Reason.NO_SUCH_ADDRESS, Controller.poll(connection, plan).reasons.get(1));
            assertEquals(2, controller.packets() - before);
        }
    }

    @Test
    void aWrongSlotIsSaidWithWhoAnswers() throws Exception {
        for (String messaging : List.of("connected", "unconnected")) {
            try (PollingConnection connection = Controller.connect(Controller.at(controller.port(), "slot", 3, "messaging", messaging))) {
                DriverException e = assertThrows(DriverException.class, () -> {
                    connection.open();
                    Controller.poll(connection, connection.plan(Controller.items("aReal")));
                });
                assertEquals(Reason.NO_SUCH_ADDRESS, e.reason());
                assertTrue(e.getMessage().contains("slot 3") && e.getMessage().contains("check the slot"), e.getMessage());
            }
        }
    }

    @Test
    void aControllerWhoseConnectionsAreAllInUseIsAskedWithoutOne() throws Exception {
        try (CipServer full = new CipServer(0, Controller.tags(), CipDevice.STANDARD.connections(0));
                PollingConnection connection = Controller.connect(Controller.at(full.port()))) {
            connection.open();
            assertEquals(1.5, Controller.poll(connection, connection.plan(Controller.items("aReal"))).values.get(0));
            String problem = connection.statistics().problem();
            assertTrue(problem.contains("all that it has are in use"), problem);
        }
    }

    @Test
    void aConnectionIsClosedInTheControllerTooWhenTheLinkEnds() throws Exception {
        PollingConnection connection = Controller.connect(Controller.at(controller.port()));
        connection.open();
        assertEquals(1, controller.connections());
        connection.close();
        Controller.await(() -> controller.connections() == 0);
    }

    @Test
    void tagsOfAnotherProgramAreReadAgainByThemselves() throws Exception {
        try (PollingConnection connection = Controller.connect(Controller.at(controller.port(), "refusedRetry", 1))) {
            connection.open();
            PollPlan plan = connection.plan(Controller.items("aReal", "Program:Main.LineSpeed", "Program:Main.Bits[33]", "fresh"));
            assertEquals(87.25, Controller.poll(connection, plan).values.get(1));
            controller.beginDownload();
            assertThrows(DriverException.class, () -> {
                Controller.poll(connection, plan);
                Controller.poll(connection, plan);
            });
            connection.close();
            // The tags have other instances and other types than before, one is gone, one is new.
            controller.download(List.of(new CipMemory("", "fresh", Elementary.DINT).with(7),
                    new CipMemory("", "aReal", Elementary.LREAL).with(2.25),
                    new CipMemory("Main", "Bits", Elementary.DINT, 40)));
            connection.open();
            Collected taken = Controller.poll(connection, plan);
            while (taken.reasons.get(3) != Reason.NONE) {
                taken = Controller.poll(connection, plan);
            }
            assertEquals(2.25, taken.values.get(0));
            assertEquals(Reason.NO_SUCH_ADDRESS, taken.reasons.get(1));
            assertEquals(0, taken.values.get(2), "now an integer of an array");
            assertEquals(7, taken.values.get(3));
        }
    }

    @Test
    void aLinkThatRestsIsKeptAlive() throws Exception {
        TurnedClock clock = new TurnedClock();
        try (PollingConnection connection = (PollingConnection) new EthernetIpDriver().connect(
                Controller.at(controller.port(), "rpi", 2_000), new DriverContext(clock))) {
            connection.open();
            long rest = connection.restNanos();
            assertTrue(rest > 0 && rest <= 2_000_000_000L, "within the packet interval, not " + rest);
            clock.turn(2);
            assertTrue(connection.restNanos() <= 0);
            long before = controller.packets();
            connection.keepAlive();
            assertEquals(1, controller.packets() - before);
            assertEquals(rest, connection.restNanos());
            controller.beginDownload();
            assertThrows(DriverException.class, connection::keepAlive);
        }
    }

    @Test
    void settingsThatCannotWorkAreNamed() {
        EthernetIpDriver driver = new EthernetIpDriver();
        assertEquals("host", driver.check(parx.model.Settings.with("tagName", "a")).getFirst().key());
        for (String tag : List.of("", "a b", "1a", "a..b", "a[", "a[]", "a[1,2,3,4]", "a[-1]", "a.64", "Program:Main", "a[5000000000]")) {
            assertEquals("tagName", driver.check(Controller.at(1, "tagName", tag)).getFirst().key(), tag);
        }
        for (String tag : List.of("a", "A_1", "Program:Main.a", "Local:1:I.Data.5", "a[1,2,3].b[4].c", "a[65536]")) {
            assertEquals(List.of(), driver.check(Controller.at(1, "tagName", tag)), tag);
        }
        assertEquals("path", driver.check(Controller.at(1, "tagName", "a", "path", "1,0,2")).getFirst().key());
        assertEquals("dataType", driver.check(Controller.at(1, "tagName", "a.3", "dataType", "REAL")).getFirst().key());
        assertEquals("EtherNet/IP 127.0.0.1:1, slot 0", driver.connectionName(Controller.at(1)));
        assertEquals("EtherNet/IP 127.0.0.1:1, path 1,3,2,10.0.0.5", driver.connectionName(Controller.at(1, "path", "1,3,2,10.0.0.5")));
        assertEquals("EtherNet/IP 127.0.0.1:1", driver.connectionName(Controller.at(1, "path", "none")));
        assertFalse(driver.settings().isEmpty());
    }
}
