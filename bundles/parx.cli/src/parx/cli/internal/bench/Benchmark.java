package parx.cli.internal.bench;

import java.util.List;
import java.util.function.Consumer;

/** One measurement that a person can repeat. Main thread. */
public interface Benchmark {
    /**
     * @param arguments after the benchmark's name
     * @param progress  told in short sentences what is happening
     */
    Figures run(List<String> arguments, Consumer<String> progress) throws Exception;
}
