package parx.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import parx.ui.Words;

/**
 * Asks whether a PostgreSQL or a Redis answers at an address, before anybody relies on it. It says nothing about
 * passwords: those the start itself proves. Any thread but the UI's; blocks for a few seconds at most.
 */
final class ServerProbe {
    private static final int LIMIT_MILLIS = 3_000;
    /** PostgreSQL's frontend/backend protocol: the code of an SSLRequest, answered by one byte, S or N. */
    private static final int SSL_REQUEST = 80877103;

    private static final Words WORDS = new Words(ServerProbe.class);

    private ServerProbe() {
    }

    /** @return empty where all that is named answers, else a sentence with the cause and the next step */
    static String all(ExistingServers servers) {
        String problem = postgres(servers.host().strip(), servers.portNumber());
        return problem.isEmpty() && !servers.redisHost().isBlank() ? redis(servers.redisHost().strip(), servers.redisPortNumber()) : problem;
    }

    /** @return empty where a PostgreSQL answered, else a sentence with the cause and the next step */
    static String postgres(String host, int port) {
        byte[] request = ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array();
        return probe("PostgreSQL", host, port, request, first -> first == 'S' || first == 'N');
    }

    /** @return empty where a Redis answered, else a sentence with the cause and the next step */
    static String redis(String host, int port) {
        // PONG, or an error that asks for a password: either is a Redis.
        return probe("Redis", host, port, "PING\r\n".getBytes(StandardCharsets.US_ASCII), first -> first == '+' || first == '-');
    }

    private static String probe(String what, String host, int port, byte[] request, java.util.function.IntPredicate expected) {
        String where = host + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(request);
            int first = socket.getInputStream().read();
            return expected.test(first) ? "" : WORDS.text("probe.other", where, what);
        } catch (UnknownHostException | java.nio.channels.UnresolvedAddressException e) {
            return WORDS.text("probe.noHost", host);
        } catch (SocketTimeoutException e) {
            return WORDS.text("probe.silent", what, where, LIMIT_MILLIS / 1000);
        } catch (IOException e) {
            return WORDS.text("probe.none", what, where, e.getMessage());
        }
    }
}
