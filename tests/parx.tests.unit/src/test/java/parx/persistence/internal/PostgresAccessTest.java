package parx.persistence.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.service.Endpoints;
import parx.service.StartException;

/** Whoever gives a wrong address or password reads what is wrong and what to do. */
class PostgresAccessTest {
    @Test
    void whatIsNoAddressIsRefused() {
        says(endpoints("jdbc:mysql://localhost/parx"), "jdbc:postgresql://host:5432/database");
        says(endpoints("jdbc:postgresql://localhost:port/parx"), "jdbc:postgresql://host:5432/database");
    }

    @Test
    void anUnknownHostIsNamed() {
        says(endpoints("jdbc:postgresql://no-such-host.invalid:5432/parx"), "no-such-host.invalid:5432/parx",
                "Correct the host name");
    }

    @Test
    void aRefusedPortIsNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        says(endpoints("jdbc:postgresql://127.0.0.1:" + port + "/parx"), "No PostgreSQL answers at 127.0.0.1:" + port);
    }

    @Test
    void aServerThatAcceptsAndSaysNothingDoesNotHoldUpTheStart() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            says(endpoints("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/parx"), "does not answer in time");
        }
    }

    @Test
    void aServerThatIsNoPostgresqlIsToldApart() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            thread.submit(() -> answer(web, "HTTP/1.0 400 Bad Request\r\n\r\n"));
            says(endpoints("jdbc:postgresql://127.0.0.1:" + web.getLocalPort() + "/parx"), "is no PostgreSQL");
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void aWrongPasswordAMissingDatabaseAndAMissingUserAreToldApart() {
        try (TestDatabase database = TestDatabase.onOwnServer()) {
            database.execute("CREATE ROLE ada LOGIN PASSWORD 'right'");
            database.server().requirePasswords();
            String url = database.server().jdbcUrl("postgres");
            says(new Endpoints(url, "ada", "wrong", ""), "refuses the password of the user ‘ada’");
            says(new Endpoints(url, "ada", "", ""), "‘ada’", "password");
            says(new Endpoints(database.server().jdbcUrl("nowhere"), "ada", "right", ""), "has no such database");
            says(new Endpoints(url, "bob", "right", ""), "‘bob’");
        }
    }

    @Test
    void aDatabaseThatIsReadOnlyOrHasAnotherEncodingIsRefused() {
        try (TestDatabase database = TestDatabase.empty()) {
            String name = "parx_test_latin_" + ProcessHandle.current().pid();
            database.execute("CREATE DATABASE " + name + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
            try {
                says(new Endpoints(database.jdbcUrl().replaceAll("/parx_test_\\w+", "/" + name), "", "", ""),
                        "encoding LATIN1");
            } finally {
                database.execute("DROP DATABASE " + name);
            }
        }
    }

    private static Endpoints endpoints(String url) {
        return new Endpoints(url, "ada", "secret", "");
    }

    private static void says(Endpoints endpoints, String... words) {
        String sentence = assertThrows(StartException.class,
                () -> new PostgresAccess(endpoints, 1).check(TimeSource.system(), progress -> { })).getMessage();
        for (String word : words) {
            assertTrue(sentence.contains(word), sentence);
        }
        assertTrue(!sentence.contains("secret"), sentence);
    }

    private static Void answer(ServerSocket server, String text) throws IOException {
        while (true) {
            try (Socket client = server.accept()) {
                client.getInputStream().read();
                client.getOutputStream().write(text.getBytes());
            }
        }
    }
}
