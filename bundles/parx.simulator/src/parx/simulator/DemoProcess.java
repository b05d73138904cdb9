package parx.simulator;

import static parx.simulator.DemoTexts.TEXTS;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Channel;
import parx.model.StorageRule;
import parx.service.DemoPlant;
import parx.service.Health;
import parx.service.StartException;

/**
 * The demo plant as a process of its own, watched by a thread of its own. It ends with ParX however ParX ends, because
 * its standard input does. Thread-safe.
 */
// Immediate: what runs must not be stopped because its last caller let go of the service.
@Component(immediate = true)
public final class DemoProcess implements DemoPlant {
    private static final Logger LOG = LoggerFactory.getLogger(DemoProcess.class);
    private static final DemoPort MODBUS = new DemoPort(5502, "demo-plant.port");
    private static final DemoPort ETHERNET_IP = new DemoPort(44_818, "demo-plant.ethernet-ip.port");
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final Duration STABLE = Duration.ofSeconds(30);
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Function<Health, Runnable> publish;
    private volatile int port = MODBUS.first();
    private volatile int cipPort = ETHERNET_IP.first();
    private volatile Process process;
    private Thread guard;
    private Runnable withdraw;

    @Activate
    public DemoProcess(BundleContext context) {
        this(health -> context.registerService(Health.class, health, null)::unregister);
    }

    /** @param publish makes the health known and returns what takes it back */
    DemoProcess(Function<Health, Runnable> publish) {
        this.publish = publish;
    }

    /** At the ports of the last {@link #start}; before the first, at the standard ones. */
    @Override
    public List<Channel> channels() {
        return DemoChannels.channels(port, cipPort);
    }

    @Override
    public List<StorageRule> storageRules() {
        return DemoChannels.storageRules();
    }

    @Override
    public synchronized void start(Path stateFolder) throws StartException {
        if (guard != null) {
            return;
        }
        Path log = stateFolder.resolve("demo-plant.log");
        try {
            Files.createDirectories(stateFolder);
            port = MODBUS.choose(stateFolder, DemoProbe::answers);
            cipPort = ETHERNET_IP.choose(stateFolder, taken -> DemoProbe.answers(port));
        } catch (IOException e) {
            throw new StartException(TEXTS.of("start.port", stateFolder, e.getMessage()), e);
        }
        DemoHealth health = new DemoHealth(port);
        CountDownLatch answers = new CountDownLatch(1);
        guard = Thread.ofPlatform().daemon().name("demo-plant").start(() -> run(log, health, answers));
        withdraw = publish.apply(health);
        try {
            if (!answers.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                stop();
                throw new StartException(TEXTS.of("start.late", START_LIMIT.toSeconds(), log));
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new StartException(TEXTS.of("start.ended"));
        }
    }

    @Override
    @Deactivate
    public synchronized void stop() {
        if (guard == null) {
            return;
        }
        guard.interrupt();
        try {
            guard.join(5_000);
            if (process != null && !process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            LOG.warn("The wait for the demo plant's end was given up");
            Thread.currentThread().interrupt();
        }
        withdraw.run();
        guard = null;
    }

    /** The process as it is now, for tests; null where another ParX's is used. */
    Process process() {
        return process;
    }

    private void run(Path log, DemoHealth health, CountDownLatch answers) {
        Duration delay = FIRST_DELAY;
        try {
            while (true) {
                long began = System.nanoTime();
                if (DemoProbe.answers(port)) {
                    LOG.info("Using the demo plant that runs already at port {}", port);
                    health.good();
                    answers.countDown();
                    watchForeign();
                } else {
                    runOnce(log, health, answers);
                }
                delay = System.nanoTime() - began > STABLE.toNanos() ? FIRST_DELAY : delay;
                health.again(TEXTS.text("health.again", log));
                LOG.warn("The demo plant ended, starting it again; what it said is in {}", log);
                Thread.sleep(delay);
                delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
            }
        } catch (InterruptedException e) {
            // Asked to stop: the only way out of here.
            LOG.debug("The demo plant stops");
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    /** Until it ends. */
    private void runOnce(Path log, DemoHealth health, CountDownLatch answers) throws InterruptedException {
        try {
            process = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            LOG.error("The demo plant's process cannot be started", e);
            return;
        }
        while (!DemoProbe.answers(port)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        health.good();
        answers.countDown();
        process.waitFor();
    }

    private void watchForeign() throws InterruptedException {
        process = null;
        while (DemoProbe.answers(port)) {
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: Ctrl+C in ParX's terminal is for ParX.
            command.add(SETSID.toString());
        }
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", programFile(), PicklingLine.class.getName(),
                "--port", Integer.toString(port), "--cip-port", Integer.toString(cipPort), "--until-input-ends"));
        return command;
    }

    /** The jar, or the folder of classes, that this class came from. */
    private static String programFile() throws IOException {
        URL location = PicklingLine.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            return Path.of(location.toURI()).toString();
        } catch (URISyntaxException e) {
            // A framework may give a path with blanks as it stands.
            return Path.of(location.getPath()).toString();
        } catch (IllegalArgumentException e) {
            throw new IOException("the simulator's program is not in a file: " + location, e);
        }
    }
}
