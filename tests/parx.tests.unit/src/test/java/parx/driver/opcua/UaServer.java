package parx.driver.opcua;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import parx.model.Settings;

/** An OPC UA server that is not of the driver's library: node-opcua, as a process that the test commands. One thread. */
public final class UaServer implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final int port;

    private UaServer(Process process, int port) {
        this.process = process;
        this.port = port;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /** Skips the test where node-opcua is not installed. @param keys a folder for its keys @param options see the script */
    public static UaServer start(int port, Path keys, String options) throws IOException, URISyntaxException {
        Path modules = modules();
        Assumptions.assumeTrue(Files.isDirectory(modules.resolve("node-opcua")),
                "skipped: node-opcua is not in " + modules + "; './parx test' installs it");
        Path script = Path.of(UaServer.class.getResource("/opcua/server.cjs").toURI());
        ProcessBuilder builder = new ProcessBuilder("node", script.toString(), Integer.toString(port), keys.toString(), options);
        builder.environment().put("NODE_PATH", modules.toString());
        UaServer server = new UaServer(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start(), port);
        try {
            server.until("ready");
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static Path modules() {
        String given = System.getenv("PARX_NODE_MODULES");
        String cache = System.getenv("XDG_CACHE_HOME");
        return given != null ? Path.of(given) : (cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("parx").resolve("node-opcua").resolve("node_modules");
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    public static String url(int port) {
        return "opc.tcp://127.0.0.1:" + port;
    }

    /** The settings of a channel of this server, with the namespace by its URI. */
    Settings channel(String name, Object... more) {
        return Settings.with("endpoint", url(port), "nodeId", "nsu=urn:test:plant;s=" + name).overlay(Settings.with(more));
    }

    /** A connection to it that has patience with a busy machine. */
    Settings connection(Object... more) {
        return channel("Double").overlay(Settings.with("connectTimeout", 60_000, "timeout", 60_000, "silence", 60_000))
                .overlay(Settings.with(more));
    }

    /** @param command as the script wants it, with ' for " @return what it answered */
    public String command(String command) throws IOException {
        in.write(command.replace('\'', '"') + "\n");
        in.flush();
        return until("ok").substring(2).strip();
    }

    private String until(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            if (line.startsWith("failed")) {
                throw new IOException(line);
            }
        }
        throw new IOException("the OPC UA server ended");
    }

    /** Without a farewell to anybody. */
    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
