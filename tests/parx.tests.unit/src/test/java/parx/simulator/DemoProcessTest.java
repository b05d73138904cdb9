package parx.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.driver.ethernetip.EthernetIpDriver;
import parx.model.Channel;
import parx.service.Health;
import parx.service.StartException;

/** The demo plant as ParX starts it: a real process at a real port. */
class DemoProcessTest {
    @TempDir
    Path folder;

    private final List<Health> published = new CopyOnWriteArrayList<>();
    private final DemoProcess demo = new DemoProcess(this::publish);

    @AfterEach
    void stop() {
        demo.stop();
    }

    @Test
    void itAnswersAtThePortOfItsChannelsUntilItIsStopped() throws Exception {
        demo.start(folder);
        int port = port();
        assertTrue(DemoProbe.answers(port));
        Channel tag = demo.channels().getLast();
        assertEquals("", new EthernetIpDriver().test(tag.config(), Duration.ofSeconds(60)).sentence(), "its controller answers too");
        assertEquals(Health.State.GOOD, published.getFirst().state());
        assertEquals("Demo plant", published.getFirst().part());
        Process process = demo.process();
        demo.stop();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertFalse(DemoProbe.answers(port));
        assertTrue(published.isEmpty(), "its health is taken back");
    }

    @Test
    void killedItIsBackAtTheSamePortByItself() throws Exception {
        demo.start(folder);
        int port = port();
        for (int round = 0; round < 2; round++) {
            Process killed = demo.process();
            long began = System.nanoTime();
            killed.destroyForcibly().waitFor();
            within(Duration.ofSeconds(90), () -> demo.process() != killed && DemoProbe.answers(port));
            System.out.println("demo plant killed and back: " + (System.nanoTime() - began) / 1_000_000 + " ms");
        }
        within(Duration.ofSeconds(60), () -> published.getFirst().state() == Health.State.GOOD);
    }

    @Test
    void aSecondParxUsesTheOneThatRunsAndTakesOverWhenItEnds() throws Exception {
        demo.start(folder);
        DemoProcess second = new DemoProcess(this::publish);
        try {
            second.start(folder);
            assertEquals(demo.channels(), second.channels());
            assertEquals(null, second.process());
            demo.stop();
            within(Duration.ofSeconds(90), () -> second.process() != null && DemoProbe.answers(port()));
        } finally {
            second.stop();
        }
    }

    @Test
    void anotherProgramAtTheKeptPortIsNamedInASentence() throws Exception {
        try (ServerSocket foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("demo-plant.port"), foreign.getLocalPort() + "\n");
            StartException refused = assertThrows(StartException.class, () -> demo.start(folder));
            assertTrue(refused.getMessage().startsWith("Port " + foreign.getLocalPort()), refused.getMessage());
        }
        demo.start(folder);
        assertTrue(DemoProbe.answers(port()), "free again, the same start works");
    }

    @Test
    void itEndsWithTheProcessThatStartedIt() throws Exception {
        Process line = start("--until-input-ends");
        line.getOutputStream().close();
        assertTrue(line.waitFor(60, TimeUnit.SECONDS));
    }

    @Test
    void theCountersFileSaysAfterAnOrderlyEndWhatWasSent() throws Exception {
        Path counters = folder.resolve("counters");
        Process line = start("--load-channels", "3", "--counters", counters.toString());
        int port = Integer.parseInt(line.inputReader().readLine().substring("ready ".length()));
        var client = new com.ghgande.j2mod.modbus.facade.ModbusTCPMaster("127.0.0.1", port);
        client.connect();
        for (int i = 0; i < 5; i++) {
            client.readMultipleRegisters(100, 4, 8);
        }
        client.disconnect();
        line.destroy();
        assertTrue(line.waitFor(60, TimeUnit.SECONDS));
        var sent = new java.util.Properties();
        try (var in = Files.newBufferedReader(counters)) {
            sent.load(in);
        }
        assertEquals(List.of("0", "5", "5"), List.of(sent.get("0"), sent.get("1"), sent.get("2")));
        assertNotEquals(null, sent.get("run"));
    }

    @Test
    void anUnknownOptionEndsWithTwoAndAHint() throws Exception {
        Process line = start("--speed", "fast");
        assertEquals(2, line.waitFor());
        assertTrue(line.errorReader().readLine().contains("--speed"));
    }

    private Process start(String... options) throws Exception {
        var command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", Path.of(PicklingLine.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
                PicklingLine.class.getName(), "--port", "0"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    private int port() {
        Channel any = demo.channels().getFirst();
        return any.config().integer("port", -1);
    }

    private Runnable publish(Health health) {
        published.add(health);
        return () -> published.remove(health);
    }

    private static void within(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within " + limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
