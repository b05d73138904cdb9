-- The continuous aggregates as specified. WITH NO DATA, because only so they can be made inside a transaction; their
-- policies fill them. materialized_only = false: the newest minute is read from channel_data.

CREATE MATERIALIZED VIEW channel_data_1s
WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT
  time_bucket('1 second', time) AS bucket,
  channel_id,
  AVG(value) AS avg_value,
  MIN(value) AS min_value,
  MAX(value) AS max_value,
  COUNT(*) AS sample_count
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
  AVG(value) AS avg_value,
  MIN(value) AS min_value,
  MAX(value) AS max_value,
  STDDEV(value) AS stddev_value,
  COUNT(*) AS sample_count
FROM channel_data
GROUP BY bucket, channel_id
WITH NO DATA;

SELECT add_continuous_aggregate_policy('channel_data_1m',
  start_offset => INTERVAL '1 day',
  end_offset => INTERVAL '1 minute',
  schedule_interval => INTERVAL '5 minutes');
