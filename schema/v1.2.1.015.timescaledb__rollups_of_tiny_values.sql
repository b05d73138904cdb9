-- Why: PostgreSQL stops with an error where a product or a quotient of doubles is too small for one (a value near 1e-310,
-- such as a double read in the wrong word order, divided by a number of samples), and with it stopped every refresh. The
-- averages of the coarser aggregates take what is closer to zero than 1e-150 as zero now.
--
-- A continuous aggregate cannot be changed: these three are made anew, and ParX fills them from the finer ones. What they
-- held of times for which the finer ones have gone would go with them, so where that is so the old ones stay.
DO $do$
DECLARE
  level RECORD;
  oldest_coarse TIMESTAMPTZ;
  oldest_fine TIMESTAMPTZ;
  job INTEGER;
BEGIN
  FOR level IN SELECT * FROM (VALUES
    ('channel_data_10s', '10 seconds', 'channel_data_1s', INTERVAL '2 hours', INTERVAL '3 minutes', INTERVAL '1 minute', INTERVAL '90 days', 360),
    ('channel_data_10m', '10 minutes', 'channel_data_1m', INTERVAL '1 day', INTERVAL '10 minutes', INTERVAL '10 minutes', INTERVAL '5 years', 144),
    ('channel_data_1h', '1 hour', 'channel_data_1m', INTERVAL '2 days', INTERVAL '1 hour', INTERVAL '1 hour', INTERVAL '10 years', 240)
  ) l (name, width, source, start_offset, end_offset, every, keep, batch) LOOP
    EXECUTE format('SELECT min(bucket) FROM %I', level.name) INTO oldest_coarse;
    EXECUTE format('SELECT min(bucket) FROM %I', level.source) INTO oldest_fine;
    CONTINUE WHEN oldest_coarse < time_bucket(level.width::INTERVAL, oldest_fine) OR (oldest_coarse IS NOT NULL AND oldest_fine IS NULL);
    EXECUTE format('DROP MATERIALIZED VIEW %I', level.name);
    EXECUTE format($q$
      CREATE MATERIALIZED VIEW %1$I WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
      SELECT time_bucket(%2$L, bucket) AS bucket, channel_id,
        SUM(CASE WHEN abs(avg_value) < 1e-150 THEN 0 ELSE avg_value END * sample_count) / NULLIF(SUM(sample_count), 0) AS avg_value,
        MIN(min_value) AS min_value, MAX(max_value) AS max_value, SUM(sample_count)::BIGINT AS sample_count,
        SUM(bad_count)::BIGINT AS bad_count, SUM(uncertain_count)::BIGINT AS uncertain_count,
        first(first_value, bucket) FILTER (WHERE sample_count > 0) AS first_value,
        last(last_value, bucket) FILTER (WHERE sample_count > 0) AS last_value
      FROM %3$I GROUP BY time_bucket(%2$L, bucket), channel_id WITH NO DATA $q$, level.name, level.width, level.source);
    job := add_continuous_aggregate_policy(level.name::REGCLASS, start_offset => level.start_offset, end_offset => level.end_offset,
      schedule_interval => level.every);
    PERFORM alter_job(job, config => config || jsonb_build_object('buckets_per_batch', level.batch, 'refresh_newest_first', false))
      FROM timescaledb_information.jobs WHERE job_id = job;
    PERFORM add_retention_policy(level.name::REGCLASS, level.keep);
  END LOOP;
END $do$;
