package parx.workbench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.StartException;
import parx.startup.Startup;

/** The processes below the workstation's, looked at and ended from outside of it. */
final class Processes {
    private final Plant plant;

    Processes(Plant plant) {
        this.plant = plant;
    }

    /** PostgreSQL's first process, the parent of its others. */
    Optional<ProcessHandle> postgres() {
        Path file = plant.service(Startup.class).folders().data().resolve("servers/postgresql/postmaster.pid");
        try {
            String first = Files.readAllLines(file, StandardCharsets.ISO_8859_1).get(0).strip();
            return ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            // Between two starts.
            return Optional.empty();
        }
    }

    Optional<ProcessHandle> redis() {
        return child("redis-server");
    }

    Optional<ProcessHandle> demoPlant() {
        return child("PicklingLine");
    }

    /** As kill -9 does. */
    static boolean kill(Optional<ProcessHandle> process) {
        return process.map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** Stops a process and its children where they stand, or lets them go on. */
    static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(Stream.of(process), process.descendants()).map(p -> Long.toString(p.pid())).forEach(command::add);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The first column of what this query gives for one parameter. */
    List<String> query(String sql, String parameter) throws SQLException, StartException {
        Endpoints endpoints = endpoints();
        Properties login = new Properties();
        login.setProperty("user", endpoints.user());
        login.setProperty("password", endpoints.password());
        List<String> rows = new ArrayList<>();
        try (Connection connection = new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }

    /** Redis's answer to one command, over a bare socket; empty while it is away. */
    String redis(String command) throws StartException {
        URI uri = URI.create(endpoints().redisUri());
        String password = uri.getUserInfo().substring(uri.getUserInfo().indexOf(':') + 1);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(("AUTH " + password + "\r\n" + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            answers.readLine();
            return String.valueOf(answers.readLine());
        } catch (IOException e) {
            return "";
        }
    }

    /** The embedded servers run already, so that they only say where. */
    private Endpoints endpoints() throws StartException {
        return plant.service(EmbeddedServers.class).start(plant.service(Startup.class).folders().data(), said -> { });
    }

    private static Optional<ProcessHandle> child(String words) {
        return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
                .filter(process -> process.info().commandLine().orElse("").contains(words)).findFirst();
    }
}
