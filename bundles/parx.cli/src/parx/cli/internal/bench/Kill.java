package parx.cli.internal.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Kills each outside part once, as kill -9 does, at set moments of a run. Main thread. */
final class Kill {
    /** @param at share of the run that has passed */
    private record Blow(double at, String part) {
    }

    private final Deque<Blow> blows = new ArrayDeque<>(List.of(new Blow(0.25, "postgres"), new Blow(0.45, "redis-server"),
            new Blow(0.65, "simulator")));
    private final LoadPlant load;
    private final Consumer<String> progress;

    Kill(LoadPlant load, Consumer<String> progress) {
        this.load = load;
        this.progress = progress;
    }

    void at(double share) throws IOException, InterruptedException {
        if (blows.isEmpty() || share < blows.getFirst().at()) {
            return;
        }
        String part = blows.removeFirst().part();
        if (part.equals("simulator")) {
            progress.accept("kill -9 of the simulator");
            load.kill();
            Pause.seconds(2);
            load.start();
            return;
        }
        Optional<ProcessHandle> server = eldest(part);
        progress.accept("kill -9 of " + part + server.map(p -> " (process " + p.pid() + ")").orElse(": not found"));
        server.ifPresent(ProcessHandle::destroyForcibly);
    }

    /** The server itself is older than the processes that it forks. */
    private static Optional<ProcessHandle> eldest(String program) {
        return ProcessHandle.current().descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/" + program))
                .min(Comparator.comparing(p -> p.info().startInstant().orElseThrow()));
    }
}
