-- Why: the specification's aggregates count every row. A BAD sample has no value (NaN) or the last one that was
-- read, and either falsifies AVG, MIN, MAX and STDDEV of its bucket: one NaN makes the whole average NaN.
-- Here GOOD and UNCERTAIN numbers count, and sample_count says how many. The specification's columns keep their
-- names and order; added are
--   bad_count                 rows that are BAD or no number: the trend breaks its line in this bucket
--   uncertain_count           of sample_count, how many are UNCERTAIN
--   first_value, last_value   oldest and newest value that counts, so that lines join from bucket to bucket
-- Averages and deviations take a value beyond ±1e100, such as a float read in the wrong word order, as ±1e100:
-- PostgreSQL's AVG stops with an error where its sum of squares overflows, and with it would stop every refresh.

DROP MATERIALIZED VIEW channel_data_1s;
DROP MATERIALIZED VIEW channel_data_1m;

CREATE MATERIALIZED VIEW channel_data_1s
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('1 second', time) AS bucket,
  channel_id,
  AVG(LEAST(GREATEST(value, -1e100), 1e100)) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS avg_value,
  MIN(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS min_value,
  MAX(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS max_value,
  COUNT(*) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS sample_count,
  COUNT(*) FILTER (WHERE quality = 'BAD' OR value = 'NaN') AS bad_count,
  COUNT(*) FILTER (WHERE quality = 'UNCERTAIN' AND value <> 'NaN') AS uncertain_count,
  first(value, time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS first_value,
  last(value, time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS last_value
FROM channel_data
GROUP BY bucket, channel_id
WITH NO DATA;

SELECT add_continuous_aggregate_policy('channel_data_1s',
  start_offset => INTERVAL '1 hour',
  end_offset => INTERVAL '1 minute',
  schedule_interval => INTERVAL '1 minute');

CREATE MATERIALIZED VIEW channel_data_1m
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('1 minute', time) AS bucket,
  channel_id,
  AVG(LEAST(GREATEST(value, -1e100), 1e100)) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS avg_value,
  MIN(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS min_value,
  MAX(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS max_value,
  STDDEV(LEAST(GREATEST(value, -1e100), 1e100)) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS stddev_value,
  COUNT(*) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS sample_count,
  COUNT(*) FILTER (WHERE quality = 'BAD' OR value = 'NaN') AS bad_count,
  COUNT(*) FILTER (WHERE quality = 'UNCERTAIN' AND value <> 'NaN') AS uncertain_count,
  first(value, time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS first_value,
  last(value, time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS last_value
FROM channel_data
GROUP BY bucket, channel_id
WITH NO DATA;

SELECT add_continuous_aggregate_policy('channel_data_1m',
  start_offset => INTERVAL '1 day',
  end_offset => INTERVAL '1 minute',
  schedule_interval => INTERVAL '5 minutes');

-- The specification names no retention for the aggregates; without one they would grow for ever:
--   channel_data_1s  90 days, as the samples: with one value a second per channel it is as large as they are
--   channel_data_1m  2 years: a 60th of that, and enough to compare a campaign with that of the year before
SELECT add_retention_policy('channel_data_1s', INTERVAL '90 days');
SELECT add_retention_policy('channel_data_1m', INTERVAL '2 years');
