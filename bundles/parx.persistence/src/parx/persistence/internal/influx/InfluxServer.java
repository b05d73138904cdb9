package parx.persistence.internal.influx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;

/**
 * An InfluxDB over HTTP: the v1 endpoints {@code /write} and {@code /query}, which 1.x, 2.x and 3.x have. Owned by its
 * rule's writer thread; only {@link #giveUp} is for any. Credentials go into a header, never into an address, so that
 * no log of either side has them.
 */
final class InfluxServer implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int UNAUTHORIZED = 401;

    private final InfluxSettings settings;
    /** Null before it was looked up, and once the server has refused it: it may stand elsewhere and change there. */
    private String authorization;
    private final ObjectMapper json = new ObjectMapper();
    private HttpClient client;
    private volatile CompletableFuture<?> underWay;
    private volatile long sentBytes;

    /** What the server said. @param error its own words, or empty */
    record Answer(int status, String error) {
        boolean isGood() {
            return status / 100 == 2 && error.isEmpty();
        }
    }

    InfluxServer(InfluxSettings settings) {
        this.settings = settings;
    }

    /** Bytes sent to be stored, compressed. Any thread. */
    long sentBytes() {
        return sentBytes;
    }

    /** @param retentionPolicy empty for the database's default @throws IOException where there is no answer */
    Answer write(byte[] lines, String retentionPolicy) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(lines.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines);
        }
        String policy = retentionPolicy.isEmpty() ? "" : "&rp=" + encoded(retentionPolicy);
        HttpRequest.Builder request = request("/write?db=" + encoded(settings.database()) + policy + "&precision=u")
                .header("Content-Encoding", "gzip").header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()));
        Answer answer = send(request);
        if (answer.isGood()) {
            sentBytes += packed.size();
        }
        return answer;
    }

    /** Runs a statement of InfluxQL. @throws IOException where there is no answer */
    Answer query(String statement) throws IOException {
        return send(request("/query").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("q=" + encoded(statement))));
    }

    /** Breaks the request under way. Any thread. */
    void giveUp() {
        CompletableFuture<?> current = underWay;
        if (current != null) {
            current.cancel(true);
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
            client = null;
        }
    }

    private HttpRequest.Builder request(String pathAndQuery) throws Secret.Missing {
        if (authorization == null) {
            authorization = authorization();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.server() + pathAndQuery)).timeout(ANSWER);
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    /** A server, or what stands before it, may repeat in its answer what it was asked. */
    private String hidden(String words) {
        String sent = authorization == null ? "" : authorization.substring(authorization.indexOf(' ') + 1);
        return sent.isEmpty() ? words : words.replace(sent, "•••");
    }

    private String authorization() throws Secret.Missing {
        if (!settings.token().isEmpty()) {
            return "Token " + settings.token().value();
        }
        if (settings.user().isEmpty()) {
            return "";
        }
        String pair = settings.user() + ':' + settings.password().value();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        if (client == null) {
            // Redirects are not followed: credentials go to nobody but the server that was named.
            client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER).build();
        }
        CompletableFuture<HttpResponse<InputStream>> sent = client.sendAsync(request.build(), BodyHandlers.ofInputStream());
        underWay = sent;
        try {
            HttpResponse<InputStream> response = sent.get();
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), hidden(error(body.readNBytes(LONGEST_ANSWER))));
            } finally {
                if (response.statusCode() == UNAUTHORIZED) {
                    authorization = null;
                }
            }
        } catch (ExecutionException e) {
            String words = String.valueOf(e.getCause().getMessage());
            if (!hidden(words).equals(words)) {
                throw new IOException(hidden(words));
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException | CancellationException e) {
            sent.cancel(true);
            throw new java.net.http.HttpTimeoutException("no answer in time");
        } finally {
            underWay = null;
        }
    }

    /** The server's own words: {@code error} of the answer or of its first result, or the answer as it stands. */
    private String error(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            for (String key : new String[] { "error", "message" }) {
                if (answer != null && answer.hasNonNull(key)) {
                    return answer.get(key).asText();
                }
            }
            return answer == null ? "" : answer.path("results").path(0).path("error").asText("");
        } catch (IOException e) {
            return new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8).strip();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
