package parx.cli.internal;

import java.util.Arrays;
import java.util.List;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import parx.cli.internal.bench.Benchmark;
import parx.cli.internal.bench.EipBenchmark;
import parx.cli.internal.bench.IngestBenchmark;
import parx.cli.internal.bench.OutageBenchmark;
import parx.cli.internal.bench.PackBenchmark;
import parx.cli.internal.bench.PollBenchmark;
import parx.cli.internal.bench.QueryBenchmark;
import parx.cli.internal.bench.SoakBenchmark;
import parx.cli.internal.bench.StartBenchmark;
import parx.service.StartException;

/** ./parx bench NAME: progress on stderr, one JSON object as the last line on stdout. Main thread. */
public final class BenchApplication implements IApplication {
    /** As the parx script ends where it does not know a word. */
    private static final int WRONG_WORDS = 2;

    @Override
    public Object start(IApplicationContext context) throws Exception {
        context.applicationRunning();
        List<String> arguments = Arrays.asList((String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS));
        Services services = new Services();
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        Benchmark benchmark = switch (name) {
            case "ingest" -> new IngestBenchmark(services);
            case "poll" -> new PollBenchmark(services);
            case "eip" -> new EipBenchmark(services);
            case "outage" -> new OutageBenchmark(services);
            case "query" -> new QueryBenchmark(services);
            case "pack" -> new PackBenchmark(services);
            case "start" -> new StartBenchmark();
            case "soak" -> new SoakBenchmark(services);
            default -> null;
        };
        if (benchmark == null) {
            System.err.println("parx: bench needs one of ingest, poll, eip, query, start, soak, outage, pack");
            return WRONG_WORDS;
        }
        try {
            String json = benchmark.run(arguments.subList(1, arguments.size()),
                    line -> System.err.println("bench " + name + ": " + line)).json();
            System.out.println(json);
            return IApplication.EXIT_OK;
        } catch (IllegalArgumentException e) {
            System.err.println("parx: " + e.getMessage());
            return WRONG_WORDS;
        } catch (StartException e) {
            System.err.println("parx: " + e.getMessage());
            return 1;
        }
    }

    @Override
    public void stop() {
        // A benchmark is ended by ending its process.
    }
}
