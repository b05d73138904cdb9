package parx.cli.internal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parx.cli.internal.Services;
import parx.model.Micros;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.History;
import parx.service.History.HistoryQuery;
import parx.service.Site;
import parx.service.StartException;
import parx.service.Trace;

/**
 * How long a trend of eight channels takes, from a year to an hour, in 2,000 pixels, at random times; warm, and a year
 * right after the server's start with nothing of it in memory. Main thread.
 */
public final class QueryBenchmark implements Benchmark {
    private static final int DAYS = 365;
    private static final int COLUMNS = 2_000;
    private static final int WARM_UP = 5;
    private static final int RUNS = 40;
    private static final long DAY = TimeUnit.DAYS.toMicros(1);
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private final Services services;
    private final Random random = new Random(1);

    public QueryBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        int wanted = Math.toIntExact(new Options(arguments, List.of("days")).number("days", DAYS));
        Path folder = TemporaryFolder.create("query");
        int days = YearOfSamples.fitting(wanted, Files.getFileStore(folder).getUsableSpace());
        if (days < wanted) {
            progress.accept("there is room for " + days + " days only");
        }
        if (days < 1) {
            throw new StartException("There is too little room in " + folder + " for a day of samples.");
        }
        EmbeddedServers servers = services.get(EmbeddedServers.class);
        Site site = services.get(Site.class);
        try {
            LocalDate end = LocalDate.now(ZoneOffset.UTC);
            Figures figures = new Figures();
            Endpoints endpoints = servers.start(folder, progress);
            site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
            try (Connection connection = connect(endpoints)) {
                holdMaintenanceBack(connection);
                figures.put("days", days).put("samples", new YearOfSamples(connection, progress).load(days, end));
                warm(connection, days, end, figures, progress);
            }
            site.close();
            servers.stop();
            progress.accept(dropCaches() ? "the server starts anew, with nothing in memory"
                    : "the server starts anew; its files may still be in memory: emptying that needs root");
            endpoints = servers.start(folder, progress);
            site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
            try (Connection connection = connect(endpoints)) {
                holdMaintenanceBack(connection);
                return figures.put("cold_year_ms", read(days, days, end, 365 * DAY));
            }
        } finally {
            site.close();
            servers.stop();
            TemporaryFolder.delete(folder);
        }
    }

    private void warm(Connection connection, int days, LocalDate end, Figures figures, Consumer<String> progress)
            throws Exception {
        int kept = Math.min(days, YearOfSamples.KEPT_DAYS - 1);
        figures.put("year_p95_ms", p95("a year", days, days, end, 365 * DAY, progress));
        figures.put("month_p95_ms", p95("a month", days, days, end, 30 * DAY, progress));
        figures.put("day_p95_ms", p95("a day", days, kept, end, DAY, progress));
        figures.put("hour_p95_ms", p95("an hour", days, kept, end, HOUR, progress));
        double[] plain = new double[RUNS];
        for (int run = 0; run < WARM_UP + RUNS; run++) {
            double took = readBySql(connection, begin(kept, end, HOUR));
            plain[Math.max(0, run - WARM_UP)] = took;
        }
        Arrays.sort(plain);
        figures.put("raw_sql_hour_ms", plain[RUNS / 2]);
    }

    private double p95(String what, int days, int among, LocalDate end, long range, Consumer<String> progress) throws Exception {
        progress.accept(what + (range > days * DAY ? ", as far as there are days" : "") + ", " + RUNS + " times");
        double[] took = new double[RUNS];
        for (int run = 0; run < WARM_UP + RUNS; run++) {
            took[Math.max(0, run - WARM_UP)] = read(days, among, end, range);
        }
        Arrays.sort(took);
        return took[(int) Math.ceil(RUNS * 0.95) - 1];
    }

    /** Reads a range of the last {@code among} days. @return milliseconds */
    private double read(int days, int among, LocalDate end, long range) throws Exception {
        long from = begin(among, end, range);
        HistoryQuery query = new HistoryQuery(YearOfSamples.channelIds(), from, from + Math.min(range, days * DAY) - 1, COLUMNS);
        History history = services.get(History.class);
        long begin = System.nanoTime();
        List<Trace> traces = history.read(query);
        double took = (System.nanoTime() - begin) / 1e6;
        for (Trace trace : traces) {
            if (trace.length() < COLUMNS / 3) {
                throw new StartException(trace.channelId() + " has " + trace.length() + " rows only for " + query);
            }
        }
        return took;
    }

    /** A random begin; where the range is as long as the samples, within its last tenth. */
    private long begin(int days, LocalDate end, long range) {
        long last = Micros.of(end.atStartOfDay(ZoneOffset.UTC).toInstant());
        long room = days * DAY - range;
        return room > 0 ? last - days * DAY + (long) (random.nextDouble() * room)
                : last - days * DAY + (long) (random.nextDouble() * days * DAY / 10);
    }

    /** What anybody would write: every sample of the hour. @return milliseconds */
    private static double readBySql(Connection connection, long from) throws SQLException {
        long begin = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT time, channel_id, value, quality FROM channel_data WHERE "
                        + "channel_id LIKE 'bench-%' AND time >= '" + Micros.toInstant(from) + "' AND time < '"
                        + Micros.toInstant(from + HOUR) + "' ORDER BY channel_id, time")) {
            double sum = 0;
            while (rows.next()) {
                sum += rows.getTimestamp(1).getTime() + rows.getDouble(3) + rows.getString(2).length() + rows.getString(4).length();
            }
            if (!(sum > 0)) {
                throw new SQLException("no rows in the hour from " + Micros.toInstant(from));
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Rollups of the loaded days are there; whoever else would work in the background waits for this session's end. */
    private static void holdMaintenanceBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('parx.rollups')), pg_advisory_lock(hashtext('parx.packing'))");
        }
    }

    private static boolean dropCaches() {
        try {
            Files.writeString(DROP_CACHES, "3");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Connection connect(Endpoints endpoints) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", endpoints.user());
        login.setProperty("password", endpoints.password());
        return new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
    }
}
