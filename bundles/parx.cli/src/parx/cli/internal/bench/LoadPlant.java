package parx.cli.internal.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.simulator.PicklingLine;

/**
 * The simulator's load unit in a process of its own: every channel counts how often it was read, so that what is
 * stored can be compared with what was answered. One thread.
 */
final class LoadPlant implements AutoCloseable {
    static final String ID_PREFIX = "soak-";
    /** One 64-bit counter is four registers. */
    private static final int REGISTERS_PER_CHANNEL = 4;
    /** Modbus addresses reach to 65,535, hence this many counters. */
    private static final int MAX_CHANNELS = 2000;
    private static final int UNIT = 100;

    private final int channels;
    private final int port;
    private final Path counters;
    private Process process;

    LoadPlant(int channels, Path folder) throws IOException {
        if (channels > MAX_CHANNELS) {
            throw new IllegalArgumentException("at most " + MAX_CHANNELS + " channels can be simulated");
        }
        this.channels = channels;
        this.counters = folder.resolve("counters.txt");
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
    }

    void start() throws IOException {
        String jar = Path.of(java.net.URI.create(PicklingLine.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
        process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-cp", jar,
                PicklingLine.class.getName(), "--port", Integer.toString(port), "--load-channels",
                Integer.toString(channels), "--counters", counters.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** As a power cut would: no last word, no closed socket. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    List<Channel> channels(int scanRateMillis) {
        List<Channel> list = new ArrayList<>(channels);
        for (int i = 0; i < channels; i++) {
            String id = ID_PREFIX + String.format("%04d", i);
            list.add(new Channel(id, "Read counter " + i, Protocol.MODBUS, true, Settings.with("host", "127.0.0.1",
                    "port", port, "unitId", UNIT, "table", "holding", "address", i * REGISTERS_PER_CHANNEL,
                    "dataType", "uint64", Channel.SCAN_RATE, scanRateMillis), ChannelMetadata.NONE));
        }
        return list;
    }

    /** Stops it in good order and says how often each channel's value was sent, by channel number. */
    Properties stopAndCount() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IOException("the simulator did not stop");
        }
        Properties sent = new Properties();
        try (var reader = Files.newBufferedReader(counters)) {
            sent.load(reader);
        }
        return sent;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }
}
