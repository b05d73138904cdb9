package parx.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parx.service.Endpoints;
import parx.startup.Startup.Choice;

/** What a first start takes from the command line and from the form, and how it looks at servers before it uses them. */
class FirstStartTest {
    @Test
    void theCommandLineMayAnswerTheQuestion() {
        assertEquals(Optional.of(new Choice.DemoPlant()), StartArguments.firstStart(new String[] {"-x", "-demo"}));
        assertEquals(Optional.of(new Choice.EmptyProject()), StartArguments.firstStart(new String[] {"-firststart", "empty"}));
        assertEquals(Optional.of(new Choice.DemoPlant()), StartArguments.firstStart(new String[] {"-firststart", "demo"}));
        assertEquals(Optional.empty(), StartArguments.firstStart(new String[] {"-firststart"}));
        assertEquals(Optional.empty(), StartArguments.firstStart(new String[0]));
    }

    @Test
    void whatIsMissingOrWrongIsNamedFieldByField() {
        assertEquals(List.of("host"), List.copyOf(ExistingServers.STANDARD.problems().keySet()));
        ExistingServers wrong = new ExistingServers("a b", "70000", "", "", "", "cache", "x", "");
        assertEquals(List.of("host", "port", "database", "user", "redisPort"), List.copyOf(wrong.problems().keySet()));
    }

    @Test
    void addressesAreWrittenAsTheDriversExpectThem() {
        Endpoints plain = new ExistingServers("db", " 5432 ", "parx", "eng", "s3cret", "", "", "").endpoints();
        assertEquals(new Endpoints("jdbc:postgresql://db:5432/parx", "eng", "s3cret", ""), plain);
        Endpoints odd = new ExistingServers("2001:db8::1", "5433", "my data", "eng", "", "cache", "6380", "p@ss:w/rd").endpoints();
        assertEquals("jdbc:postgresql://[2001:db8::1]:5433/my%20data", odd.jdbcUrl());
        assertEquals("p@ss:w/rd", java.net.URI.create(odd.redisUri()).getUserInfo().substring(1));
        assertEquals("cache", java.net.URI.create(odd.redisUri()).getHost());
    }

    @Test
    void theFormShowsAnAddressAgainUnlessItHasWhatTheFormCannotHold() {
        for (ExistingServers typed : List.of(new ExistingServers("db", "5432", "parx", "eng", "s3cret", "", "6379", ""),
                new ExistingServers("2001:db8::1", "5433", "my data", "eng", "", "cache", "6380", "p@ss:w/rd"))) {
            assertEquals(Optional.of(typed), ExistingServers.of(typed.endpoints()));
        }
        assertEquals("5432", ExistingServers.STANDARD.port());
        for (String address : List.of("jdbc:postgresql://db/parx?sslmode=require", "jdbc:postgresql://a,b/parx", "jdbc:postgresql:parx")) {
            assertEquals(Optional.empty(), ExistingServers.of(new Endpoints(address, "eng", "", "")));
        }
        assertEquals(Optional.empty(), ExistingServers.of(new Endpoints("jdbc:postgresql://db:5432/parx", "eng", "", "redis://name:pw@cache:6379/3")));
    }

    @Test
    void aServerThatIsNotWhatItShouldBeIsSaidSo() throws IOException {
        try (ServerSocket web = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(web, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            String sentence = ServerProbe.postgres("127.0.0.1", web.getLocalPort());
            assertTrue(sentence.contains("no PostgreSQL"), sentence);
        }
        try (ServerSocket postgres = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(postgres, "N"));
            assertEquals("", ServerProbe.postgres("127.0.0.1", postgres.getLocalPort()));
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedWithTheNextStep() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String sentence = ServerProbe.redis("127.0.0.1", free);
        assertTrue(sentence.contains("127.0.0.1:" + free) && sentence.contains("Check"), sentence);
        assertTrue(ServerProbe.redis("no-such-host.invalid", 6379).contains("no-such-host.invalid"));
    }

    private static void answer(ServerSocket socket, String text) {
        try (var other = socket.accept()) {
            other.getInputStream().read(new byte[8]);
            other.getOutputStream().write(text.getBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
