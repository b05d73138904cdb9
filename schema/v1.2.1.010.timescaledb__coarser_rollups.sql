-- Why: the specification's rollups of a second and a minute leave a factor of 60 between them, and nothing beyond the
-- minute. A trend reads the coarsest rollup that is not coarser than its pixels: a day on a screen took 86,400 seconds
-- for each channel, a month 43,200 minutes, a year 525,600. With these three levels between and beyond them it is at
-- most ten rows for each pixel, whatever the range.
--
-- Each is a continuous aggregate of a finer one, so that BAD values and NaN are left out as there; averages are weighted
-- by the number of samples. Columns as of channel_data_1s. WITH NO DATA, because only so they can be made inside a
-- transaction; ParX asks for the whole range that their source holds, so that an existing database is filled too.
--
-- Retention: 10 s as the seconds, 90 days; 10 min 5 years, 1 h 10 years: 60 and 10 MB for each channel.

CREATE MATERIALIZED VIEW channel_data_10s
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('10 seconds', bucket) AS bucket,
  channel_id,
  SUM(avg_value * sample_count) / NULLIF(SUM(sample_count), 0) AS avg_value,
  MIN(min_value) AS min_value,
  MAX(max_value) AS max_value,
  SUM(sample_count)::BIGINT AS sample_count,
  SUM(bad_count)::BIGINT AS bad_count,
  SUM(uncertain_count)::BIGINT AS uncertain_count,
  first(first_value, bucket) FILTER (WHERE sample_count > 0) AS first_value,
  last(last_value, bucket) FILTER (WHERE sample_count > 0) AS last_value
FROM channel_data_1s
GROUP BY time_bucket('10 seconds', bucket), channel_id
WITH NO DATA;

CREATE MATERIALIZED VIEW channel_data_10m
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('10 minutes', bucket) AS bucket,
  channel_id,
  SUM(avg_value * sample_count) / NULLIF(SUM(sample_count), 0) AS avg_value,
  MIN(min_value) AS min_value,
  MAX(max_value) AS max_value,
  SUM(sample_count)::BIGINT AS sample_count,
  SUM(bad_count)::BIGINT AS bad_count,
  SUM(uncertain_count)::BIGINT AS uncertain_count,
  first(first_value, bucket) FILTER (WHERE sample_count > 0) AS first_value,
  last(last_value, bucket) FILTER (WHERE sample_count > 0) AS last_value
FROM channel_data_1m
GROUP BY time_bucket('10 minutes', bucket), channel_id
WITH NO DATA;

CREATE MATERIALIZED VIEW channel_data_1h
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('1 hour', bucket) AS bucket,
  channel_id,
  SUM(avg_value * sample_count) / NULLIF(SUM(sample_count), 0) AS avg_value,
  MIN(min_value) AS min_value,
  MAX(max_value) AS max_value,
  SUM(sample_count)::BIGINT AS sample_count,
  SUM(bad_count)::BIGINT AS bad_count,
  SUM(uncertain_count)::BIGINT AS uncertain_count,
  first(first_value, bucket) FILTER (WHERE sample_count > 0) AS first_value,
  last(last_value, bucket) FILTER (WHERE sample_count > 0) AS last_value
FROM channel_data_1m
GROUP BY time_bucket('1 hour', bucket), channel_id
WITH NO DATA;

SELECT add_continuous_aggregate_policy('channel_data_10s',
  start_offset => INTERVAL '2 hours',
  end_offset => INTERVAL '1 minute',
  schedule_interval => INTERVAL '1 minute');

SELECT add_continuous_aggregate_policy('channel_data_10m',
  start_offset => INTERVAL '1 day',
  end_offset => INTERVAL '10 minutes',
  schedule_interval => INTERVAL '10 minutes');

SELECT add_continuous_aggregate_policy('channel_data_1h',
  start_offset => INTERVAL '2 days',
  end_offset => INTERVAL '1 hour',
  schedule_interval => INTERVAL '1 hour');

SELECT add_retention_policy('channel_data_10s', INTERVAL '90 days');
SELECT add_retention_policy('channel_data_10m', INTERVAL '5 years');
SELECT add_retention_policy('channel_data_1h', INTERVAL '10 years');
