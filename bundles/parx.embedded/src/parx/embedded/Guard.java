package parx.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/**
 * Starts one server, watches it, and starts it again on the same port when it dies. Its thread lives as long as the
 * server: the system ties the server's life to the thread that started it. Thread-safe.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    /** Longer than PostgreSQL needs to replay the WAL that it may keep. */
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final Duration END_LIMIT = Duration.ofSeconds(20);
    private static final Duration STABLE = Duration.ofSeconds(60);
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final int LAUNCHES_AT_START = 20;

    private final Server server;
    private final BoundedLog log;
    private final Path folder;
    private final Consumer<String> progress;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Thread thread;
    private volatile Process process;

    Guard(Server server, BoundedLog log, Path folder, Consumer<String> progress) {
        this.server = server;
        this.log = log;
        this.folder = folder;
        this.progress = progress;
        thread = new Thread(this::run, "embedded-" + server.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits until the server takes clients. */
    void awaitStart() throws StartException, InterruptedException {
        try {
            started.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case StartException said -> said;
                case IOException io -> new StartException(Problems.unusable(server.name(), folder, io), io);
                default -> new StartException(server.name() + " cannot be started: " + e.getCause(), e.getCause());
            };
        }
    }

    /** Asks it to end the server in good order. Idempotent. */
    void askToStop() {
        thread.interrupt();
    }

    /** Waits for that, a bounded time; a server that takes too long is killed. */
    void awaitStop() throws InterruptedException {
        thread.join(END_LIMIT.plusSeconds(10));
    }

    /** The process as it is now, for tests. */
    Process process() {
        return process;
    }

    private void run() {
        try {
            server.prepare(progress);
            launchFirst();
            started.complete(null);
            watch();
        } catch (InterruptedException e) {
            started.completeExceptionally(new StartException("The start of " + server.name() + " was given up"));
        } catch (StartException | IOException | RuntimeException e) {
            started.completeExceptionally(e);
        } finally {
            endProcess();
        }
    }

    private void launchFirst() throws StartException, IOException, InterruptedException {
        for (int launch = 1;; launch++) {
            server.choosePort();
            if (launchUntilReady()) {
                return;
            }
            List<String> lines = log.newest();
            boolean again = Problems.portTaken(lines) || Problems.predecessorEnding(lines) || server.mend(process.waitFor(), lines);
            if (!again || launch == LAUNCHES_AT_START) {
                throw new StartException(Problems.ended(server.name(), process.waitFor(), lines, log.file(), folder));
            }
            Thread.sleep(Duration.ofMillis(250));
        }
    }

    /** Returns only by an interrupt. */
    private void watch() throws InterruptedException {
        Duration delay = FIRST_DELAY;
        while (true) {
            long began = System.nanoTime();
            int code = process.waitFor();
            if (System.nanoTime() - began > STABLE.toNanos()) {
                delay = FIRST_DELAY;
            }
            LOG.warn("The embedded {} ended with code {} ({}); starting it again", server.name(), code, lastLine());
            delay = relaunch(delay);
            LOG.info("The embedded {} is back", server.name());
        }
    }

    private Duration relaunch(Duration firstDelay) throws InterruptedException {
        Duration delay = firstDelay;
        while (true) {
            Thread.sleep(delay);
            delay = delay.multipliedBy(2).compareTo(LONGEST_DELAY) < 0 ? delay.multipliedBy(2) : LONGEST_DELAY;
            try {
                if (launchUntilReady()) {
                    return delay;
                }
                if (Problems.predecessorEnding(log.newest())) {
                    // Its last processes need some moments more, not ever longer pauses.
                    delay = FIRST_DELAY;
                    continue;
                }
                server.mend(process.waitFor(), log.newest());
                LOG.warn("{}", Problems.ended(server.name(), process.waitFor(), log.newest(), log.file(), folder));
            } catch (IOException e) {
                LOG.warn("{}", Problems.unusable(server.name(), folder, e));
            }
        }
    }

    /** @return false where the process ended instead of getting ready */
    private boolean launchUntilReady() throws IOException, InterruptedException {
        log.begin();
        process = server.launch();
        Thread reader = log.follow(process.getInputStream(), thread.getName() + "-log");
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!server.isReady(process)) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                reader.join(1_000);
                return false;
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly().waitFor();
                throw new IOException("it was not ready within " + READY_LIMIT.toMinutes() + " minutes");
            }
        }
        return true;
    }

    private void endProcess() {
        Process last = process;
        if (last == null || !last.isAlive()) {
            return;
        }
        Thread.interrupted();
        server.end(last);
        try {
            if (!last.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The embedded {} did not end within {} s and is killed; it recovers at the next start",
                        server.name(), END_LIMIT.toSeconds());
                last.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
        }
    }

    private String lastLine() {
        List<String> lines = log.newest();
        return lines.isEmpty() ? "it printed nothing" : lines.getLast();
    }
}
