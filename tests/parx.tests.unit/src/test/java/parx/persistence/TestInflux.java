package parx.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A real InfluxDB 1.x of the test's own, Debian's package: loopback, free ports, folders that are thrown away. Ends with
 * this JVM even if that is killed. Not thread-safe.
 */
public final class TestInflux implements AutoCloseable {
    public static final String DATABASE = "plant";
    public static final String USER = "recorder";
    public static final String PASSWORD = "p4ss-only-for-tests";
    private static final String WATCH = "\"$@\" & p=$!; cat > /dev/null; kill -TERM $p 2> /dev/null; wait $p";

    private final Path folder;
    private final int port = ServerPort.free();
    private final int innerPort = ServerPort.free();
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    /** @param passwords whether it lets nobody in without one; {@link #USER} may write then, and no more */
    public TestInflux(boolean passwords) {
        try {
            folder = Files.createTempDirectory("parx-test-influx");
            configure(false);
            start();
            statement("CREATE DATABASE " + DATABASE);
            if (passwords) {
                statement("CREATE USER admin WITH PASSWORD '" + PASSWORD + "' WITH ALL PRIVILEGES");
                statement("CREATE USER " + USER + " WITH PASSWORD '" + PASSWORD + "'");
                statement("GRANT ALL ON " + DATABASE + " TO " + USER);
                stop();
                configure(true);
                start();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same port. */
    public void start() {
        try {
            process = new ProcessBuilder(List.of("/bin/sh", "-c", WATCH, "sh", "influxd", "-config",
                    folder.resolve("influxdb.conf").toString())).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())).start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (!answers()) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException("InfluxDB does not start (Debian: apt-get install influxdb): "
                            + Files.readString(folder.resolve("log")));
                }
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly stop. */
    public void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code kill -9}, as a crash does it. */
    public void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Stops answering, with its connections open. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    /** The rows of the first series of the answer, each as text with {@code |} between its values. */
    public List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        for (JsonNode series : statement(query).path("results").path(0).path("series")) {
            for (JsonNode row : series.path("values")) {
                List<String> cells = new ArrayList<>();
                row.forEach(cell -> cells.add(cell.isNull() ? "" : cell.asText()));
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }

    /** The names and tags of the answer's series. */
    public List<String> tags(String query, String tag) {
        List<String> tags = new ArrayList<>();
        statement(query).path("results").path(0).path("series").forEach(s -> tags.add(s.path("tags").path(tag).asText()));
        return tags;
    }

    /** What the server itself has logged: its access log, for instance. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thaw();
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Only litter in the temporary folder.
            folder.toFile().deleteOnExit();
        }
    }

    private void signal(String signal) {
        if (process.isAlive()) {
            process.descendants().forEach(child -> {
                try {
                    new ProcessBuilder("kill", signal, "" + child.pid()).start().waitFor();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private JsonNode statement(String text) {
        try {
            String body = "epoch=u&db=" + DATABASE + "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(url() + "/query"))
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = new ObjectMapper().readTree(answer.body());
            if (answer.body().contains("\"error\"")) {
                throw new IllegalStateException(text + ": " + answer.body());
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url() + "/ping")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(boolean withPasswords) throws IOException {
        Files.writeString(folder.resolve("influxdb.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%2$s/meta"
                [data]
                  dir = "%2$s/data"
                  wal-dir = "%2$s/wal"
                [http]
                  bind-address = "127.0.0.1:%3$d"
                  auth-enabled = %4$b
                [monitor]
                  store-enabled = false
                """.formatted(innerPort, folder, port, withPasswords));
    }
}
