package parx.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/**
 * Servers that outlived the ParX that started them. They are known by their program file, which lies in the servers'
 * folder and nowhere else: a process id in a stale file may belong to anybody by now. Pure functions, any thread.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {
    }

    static List<ProcessHandle> of(Path programs) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.info().command().filter(c -> Path.of(c).startsWith(programs)).isPresent())
                    .toList();
        }
    }

    /** Ends them, gently at first. Call with the folder's lock held, so that they are nobody's. */
    static void end(Path programs, Duration gentle) throws StartException, InterruptedException {
        List<ProcessHandle> found = of(programs);
        if (found.isEmpty()) {
            return;
        }
        LOG.info("Ending {} database processes that an earlier ParX left: {}", found.size(),
                found.stream().map(ProcessHandle::pid).toList());
        // Only the first of each tree: a database server takes its children along, and takes offence at their end.
        found.stream().filter(process -> process.parent().filter(found::contains).isEmpty())
                .forEach(ProcessHandle::destroy);
        if (ended(found, gentle)) {
            return;
        }
        List<ProcessHandle> stubborn = of(programs);
        stubborn.forEach(ProcessHandle::destroyForcibly);
        if (!ended(stubborn, Duration.ofSeconds(5))) {
            throw new StartException("Database processes that an earlier ParX left do not end ("
                    + stubborn.stream().map(ProcessHandle::pid).toList() + "): end them and start ParX again");
        }
    }

    private static boolean ended(List<ProcessHandle> processes, Duration limit) throws InterruptedException {
        CompletableFuture<?> all = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
