package parx.cli.internal.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fills channel_data with a sample a second for eight channels, as a plant that has run for so many days leaves it:
 * samples and fine rollups for as long as they are kept, coarser rollups for all of it. The samples come from the server
 * itself, the rollups from the functions that maintain them in service. Main thread.
 */
final class YearOfSamples {
    static final int CHANNELS = 8;
    /** As long as samples and seconds are kept. */
    static final int KEPT_DAYS = 90;
    /** A day's samples, seconds and their indexes, with room for the log. */
    private static final long BYTES_PER_DAY = 250_000_000L;
    private static final int SAMPLES_PER_DAY = 86_400 * CHANNELS;

    private final Connection connection;
    private final Consumer<String> progress;

    YearOfSamples(Connection connection, Consumer<String> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    static List<String> channelIds() {
        return IntStream.range(0, CHANNELS).mapToObj(channel -> "bench-" + channel).toList();
    }

    /** How many of these days fit on the disk. */
    static int fitting(int days, long freeBytes) {
        long kept = Math.min(KEPT_DAYS, freeBytes / 2 / BYTES_PER_DAY);
        return (int) (kept < Math.min(days, KEPT_DAYS) ? kept : days);
    }

    /** Loads the days before {@code end}, the oldest first. @return samples that were loaded */
    long load(int days, LocalDate end) throws SQLException {
        long begin = System.nanoTime();
        for (int day = 0; day < days; day++) {
            LocalDate date = end.minusDays(days - day);
            loadDay(date);
            if (day + KEPT_DAYS < days) {
                dropFine(date);
            }
            if (day % 5 == 4 || day == days - 1) {
                double seconds = (System.nanoTime() - begin) / 1e9;
                progress.accept(String.format(Locale.ROOT, "day %d of %d is loaded and rolled up, %.0f samples/s; about %.0f min left",
                        day + 1, days, (day + 1.0) * SAMPLES_PER_DAY / seconds, seconds / (day + 1) * (days - day - 1) / 60));
            }
        }
        execute("INSERT INTO rollup_state (refreshed_until) VALUES (" + at(end) + ") ON CONFLICT (only_row) DO UPDATE SET "
                + "refreshed_until = EXCLUDED.refreshed_until, coarser_from = NULL", "VACUUM (ANALYZE)");
        return (long) days * SAMPLES_PER_DAY;
    }

    private void loadDay(LocalDate date) throws SQLException {
        execute("SET synchronous_commit = off",
                "SELECT ensure_partitions(" + at(date) + ", " + at(date) + "), ensure_rollup_partitions(" + at(date) + ", "
                        + at(date) + ")",
                "INSERT INTO channel_data (time, channel_id, value, quality) SELECT " + at(date) + " + make_interval(secs => i / "
                        + CHANNELS + "), 'bench-' || i % " + CHANNELS + ", 50 + 40 * sin(i / 30000.0 + i % " + CHANNELS
                        + ") + random(), CASE WHEN random() < 0.0001 THEN 'BAD' ELSE 'GOOD' END FROM generate_series(0, "
                        + (SAMPLES_PER_DAY - 1) + ") i");
        List<String> rollUp = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            rollUp.add("SELECT refresh_rollups(h, h + INTERVAL '3599 seconds') FROM (SELECT " + at(date) + " + INTERVAL '" + hour
                    + " hours') s (h)");
        }
        rollUp.add("SELECT refresh_coarser_rollups(" + at(date) + ", " + at(date) + " + INTERVAL '86399 seconds')");
        execute(rollUp.toArray(String[]::new));
    }

    /** As retention does it with days that are older than that. */
    private void dropFine(LocalDate date) throws SQLException {
        String day = date.toString().replace("-", "");
        execute("DROP TABLE channel_data_" + day + ", channel_data_1s_" + day + ", channel_data_10s_" + day);
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String at(LocalDate date) {
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return "'" + midnight + "'::timestamptz";
    }
}
