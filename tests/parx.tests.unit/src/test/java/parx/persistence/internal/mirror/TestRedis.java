package parx.persistence.internal.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import parx.persistence.ServerPort;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis of the test's own: loopback, free port, a password. Ends with this JVM even if that is killed. */
final class TestRedis implements AutoCloseable {
    private static final String BINARY = "redis-server-6.2.6-v5-linux-amd64";
    private static final String PASSWORD = "p4ss-only-for-tests";
    private static final String WATCH = "\"$@\" & p=$!; cat > /dev/null; kill -9 $p 2> /dev/null; wait $p";

    private final Path folder;
    private final int port;
    private Process process;

    TestRedis() {
        try {
            folder = Files.createTempDirectory("parx-test-redis");
            port = ServerPort.free();
            try (InputStream binary = TestRedis.class.getClassLoader().getResourceAsStream(BINARY)) {
                Files.copy(binary, executable(), StandardCopyOption.REPLACE_EXISTING);
            }
            executable().toFile().setExecutable(true);
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
    }

    String uriWithWrongPassword() {
        return "redis://:wrong@127.0.0.1:" + port;
    }

    Jedis connect() {
        return new Jedis(URI.create(uri()), DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).build());
    }

    void start() {
        try {
            process = new ProcessBuilder(List.of("/bin/sh", "-c", WATCH, "sh", executable().toString(), "--port", "" + port,
                    "--bind", "127.0.0.1", "--requirepass", PASSWORD, "--save", "", "--dir", folder.toString()))
                    .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
            while (!answers()) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException("Redis does not start: " + Files.readString(folder.resolve("log")));
                }
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}; everything in it is gone. */
    void kill() {
        try {
            process.getOutputStream().close();
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private boolean answers() {
        try (Jedis redis = connect()) {
            return "PONG".equals(redis.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    private Path executable() {
        return folder.resolve("redis-server");
    }
}
