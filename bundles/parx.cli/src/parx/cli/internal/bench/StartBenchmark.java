package parx.cli.internal.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import parx.service.StartException;

/**
 * From the start of the process to the first live value on screen: {@code cold_s} for a first start, which unpacks the
 * databases and makes them; {@code warm_s}, the median of several later starts. Main thread.
 */
public final class StartBenchmark implements Benchmark {
    private static final int WARM_ROUNDS = 3;
    private static final long LIMIT_SECONDS = 120;
    /** What the workstation prints when {@code parx.start.trace} is set. */
    private static final String MARK = "parx.start.first_value_ms ";

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        new Options(arguments, List.of());
        if (System.getenv().getOrDefault("DISPLAY", "").isEmpty()) {
            throw new StartException("bench start opens a window and finds no display; start it as ./parx bench start");
        }
        Path home = TemporaryFolder.create("start");
        try {
            progress.accept("first start, with the demo plant");
            double cold = start(home);
            List<Double> warm = new ArrayList<>();
            for (int round = 1; round <= WARM_ROUNDS; round++) {
                progress.accept("later start " + round + " of " + WARM_ROUNDS);
                warm.add(start(home));
            }
            warm.sort(null);
            return new Figures().put("cold_s", cold).put("warm_s", warm.get(WARM_ROUNDS / 2));
        } finally {
            TemporaryFolder.delete(home);
        }
    }

    private static double start(Path home) throws IOException, InterruptedException, StartException {
        Process process = command(home).start();
        long begin = System.nanoTime();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.contains(MARK)) {
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / 1000.0;
                }
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    break;
                }
            }
            throw new StartException("No live value appeared on screen; the log in " + home.resolve("state/logs") + " says why");
        } finally {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** The command that the parx script uses, with folders of its own. */
    private static ProcessBuilder command(Path home) throws IOException {
        Path product = Path.of(System.getProperty("parx.product"));
        Path configuration = Files.createDirectories(home.resolve("state").resolve("configuration"));
        Files.createDirectories(home.resolve("state").resolve("logs"));
        Files.writeString(configuration.resolve("config.ini"), "osgi.sharedConfiguration.area=file:" + product
                + "/configuration/\nosgi.configuration.cascaded=true\n");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED", "-Dparx.start.trace=true",
                "-Dorg.eclipse.swt.internal.SessionManagerDBus.disable=true", "-Dparx.product=" + product,
                "-Dparx.logs=" + home.resolve("state").resolve("logs"), "-jar", launcher(product).toString(),
                "-install", "file:" + product + "/", "-configuration", configuration.toString(),
                "-data", home.resolve("state").resolve("workspace").toString(),
                "-application", "parx.app.workstation", "-nosplash", "-demo"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARX_HOME", home.toString());
        return builder;
    }

    private static Path launcher(Path product) throws IOException {
        try (Stream<Path> plugins = Files.list(product.resolve("plugins"))) {
            return plugins.filter(p -> p.getFileName().toString().startsWith("org.eclipse.equinox.launcher_"))
                    .findFirst().orElseThrow();
        }
    }
}
