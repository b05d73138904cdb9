-- The specification's aggregates without TimescaleDB: tables of the same names and columns, filled by
-- refresh_rollups (see the migration that leaves BAD values out of them).

CREATE TABLE channel_data_1s (
  bucket TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  avg_value DOUBLE PRECISION,
  min_value DOUBLE PRECISION,
  max_value DOUBLE PRECISION,
  sample_count BIGINT NOT NULL,
  CONSTRAINT channel_data_1s_pkey PRIMARY KEY (channel_id, bucket)
);

CREATE TABLE channel_data_1m (
  bucket TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  avg_value DOUBLE PRECISION,
  min_value DOUBLE PRECISION,
  max_value DOUBLE PRECISION,
  stddev_value DOUBLE PRECISION,
  sample_count BIGINT NOT NULL,
  CONSTRAINT channel_data_1m_pkey PRIMARY KEY (channel_id, bucket)
);
