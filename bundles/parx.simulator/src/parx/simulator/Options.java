package parx.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The command line of {@link PicklingLine}. Immutable, any thread.
 *
 * @param cipPort       where its controller is reached; -1 for nowhere
 * @param counters      where the load's counters are written, or empty
 * @param untilInputEnds whether to end when standard input does, which is when the starting process ends
 */
record Options(int port, int cipPort, int devices, int loadChannels, Duration responseDelay, long seed, Optional<Path> counters,
        boolean untilInputEnds) {
    static final String HELP = """
            A simulated pickling line, served over Modbus TCP and EtherNet/IP on 127.0.0.1.

              --port N              first port; standard 5502
              --cip-port N          port of its controller for EtherNet/IP, 0 for any; standard: none
              --devices N           that many devices, on as many ports from the first on; standard 1
              --load-channels N     counters in unit 100 of each device, at most 2000; standard 0
              --counters FILE       writes every second, and at the end, how many values of each counter were sent
              --response-delay MS   how long a device takes for each answer, in milliseconds; standard 0
              --seed N              for the same plant again; standard: the time
              --until-input-ends    ends when standard input does
            """;
    private static final int STANDARD_PORT = 5502;

    /** @throws IllegalArgumentException with a sentence */
    static Options of(String... arguments) {
        Options options = new Options(STANDARD_PORT, -1, 1, 0, Duration.ZERO, System.currentTimeMillis(), Optional.empty(), false);
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--until-input-ends")) {
                options = new Options(options.port, options.cipPort, options.devices, options.loadChannels, options.responseDelay,
                        options.seed, options.counters, true);
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " is unknown or lacks its value");
            }
            options = options.with(name, arguments[++i]);
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--port" -> new Options(number(name, value, 0, 65_535), cipPort, devices, loadChannels, responseDelay, seed, counters, untilInputEnds);
            case "--cip-port" -> new Options(port, number(name, value, 0, 65_535), devices, loadChannels, responseDelay, seed, counters, untilInputEnds);
            case "--devices" -> new Options(port, cipPort, number(name, value, 1, 1000), loadChannels, responseDelay, seed, counters, untilInputEnds);
            case "--load-channels" -> new Options(port, cipPort, devices, number(name, value, 0, LoadUnit.MOST_CHANNELS), responseDelay, seed, counters, untilInputEnds);
            case "--response-delay" -> new Options(port, cipPort, devices, loadChannels, Duration.ofMillis(number(name, value, 0, 60_000)), seed, counters, untilInputEnds);
            case "--seed" -> new Options(port, cipPort, devices, loadChannels, responseDelay, number(name, value, 0, Integer.MAX_VALUE), counters, untilInputEnds);
            case "--counters" -> new Options(port, cipPort, devices, loadChannels, responseDelay, seed, Optional.of(Path.of(value)), untilInputEnds);
            default -> throw new IllegalArgumentException("there is no option " + name);
        };
    }

    private static int number(String name, String value, int low, int high) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < low || Integer.parseInt(value) > high) {
            throw new IllegalArgumentException(name + " takes a number from " + low + " to " + high + ", not " + value);
        }
        return Integer.parseInt(value);
    }
}
