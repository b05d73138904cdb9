-- The specification's aggregates without TimescaleDB: tables of the same names and columns, filled by
-- refresh_rollups (see the migration that leaves BAD values out of them). Seconds in daily, minutes in monthly
-- partitions, so that retention drops files instead of deleting rows.

CREATE TABLE channel_data_1s (
  bucket TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  avg_value DOUBLE PRECISION,
  min_value DOUBLE PRECISION,
  max_value DOUBLE PRECISION,
  sample_count BIGINT NOT NULL,
  CONSTRAINT channel_data_1s_pkey PRIMARY KEY (channel_id, bucket)
) PARTITION BY RANGE (bucket);

CREATE TABLE channel_data_1s_default PARTITION OF channel_data_1s DEFAULT;

CREATE TABLE channel_data_1m (
  bucket TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  avg_value DOUBLE PRECISION,
  min_value DOUBLE PRECISION,
  max_value DOUBLE PRECISION,
  stddev_value DOUBLE PRECISION,
  sample_count BIGINT NOT NULL,
  CONSTRAINT channel_data_1m_pkey PRIMARY KEY (channel_id, bucket)
) PARTITION BY RANGE (bucket);

CREATE TABLE channel_data_1m_default PARTITION OF channel_data_1m DEFAULT;

-- Makes the partitions of both for every time from … to, both included. Returns how many it made.
CREATE FUNCTION ensure_rollup_partitions(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  RETURN ensure_partitions_of('channel_data_1s', 'bucket', 'day', from_time, to_time)
    + ensure_partitions_of('channel_data_1m', 'bucket', 'month', from_time, to_time);
END $$;
