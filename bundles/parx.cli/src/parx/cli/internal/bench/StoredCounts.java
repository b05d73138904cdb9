package parx.cli.internal.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import parx.service.Endpoints;

/**
 * What channel_data holds of the load's counters. A value is the simulator's run (upper 20 bits) and the number of
 * the read within that run (lower 32), so that a hole or a second row shows. Immutable.
 */
record StoredCounts(long rows, List<Run> runs) {
    /** One channel's rows of one run of the simulator. */
    record Run(String channelId, long epoch, long rows, long distinct, long first, long last) {
    }

    /** @param sent values that the simulator's last run says it sent, and what is stored of earlier runs */
    record Verdict(long sent, long missing, long duplicates, List<String> sentences) {
    }

    private static final int SENTENCES = 10;
    private static final double RUN_SIZE = 4294967296.0;

    static StoredCounts read(Endpoints endpoints) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", endpoints.user());
        login.setProperty("password", endpoints.password());
        List<Run> runs = new ArrayList<>();
        long rows = 0;
        try (Connection connection = new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT channel_id, floor(value / " + RUN_SIZE + ")::bigint AS run, "
                        + "count(*), count(DISTINCT value), min(value)::bigint, max(value)::bigint FROM channel_data "
                        + "WHERE channel_id LIKE '" + LoadPlant.ID_PREFIX + "%' AND quality = 'GOOD' GROUP BY 1, 2 ORDER BY 1, 2")) {
            while (result.next()) {
                long epoch = result.getLong(2);
                long base = epoch << 32;
                runs.add(new Run(result.getString(1), epoch, result.getLong(3), result.getLong(4),
                        result.getLong(5) - base, result.getLong(6) - base));
                rows += result.getLong(3);
            }
        }
        return new StoredCounts(rows, List.copyOf(runs));
    }

    /** @param sent the last run's counters by channel number, as the simulator wrote them when it ended */
    Verdict compare(Properties sent) {
        List<String> sentences = new ArrayList<>();
        Map<String, Run> newest = new HashMap<>();
        runs.forEach(run -> newest.merge(run.channelId(), run, (a, b) -> a.epoch() > b.epoch() ? a : b));
        long missing = 0;
        long duplicates = 0;
        long total = 0;
        for (Run run : runs) {
            // A run that was killed cannot say how far it came: all up to the last stored one must be there.
            long last = run == newest.get(run.channelId())
                    ? Long.parseLong(sent.getProperty(run.channelId().substring(LoadPlant.ID_PREFIX.length()).replaceFirst("^0+(?=.)", ""), "0"))
                    : run.last();
            total += last;
            missing += Math.max(0, last - run.distinct());
            duplicates += run.rows() - run.distinct();
            if (last != run.distinct() || run.rows() != run.distinct()) {
                sentences.add(run.channelId() + ": " + last + " sent, " + run.distinct() + " different values in " + run.rows()
                        + " rows, from " + run.first() + " to " + run.last());
            }
        }
        List<String> shown = sentences.size() <= SENTENCES ? sentences : sentences.subList(0, SENTENCES);
        return new Verdict(total, missing, duplicates, List.copyOf(shown));
    }
}
