-- Why: the specification's aggregates count every row. A BAD sample has no value (NaN) or the last one that was
-- read, and either falsifies AVG, MIN, MAX and STDDEV of its bucket: one NaN makes the whole average NaN.
-- Here GOOD and UNCERTAIN numbers count, and sample_count says how many. The specification's columns keep their
-- names and order; added are
--   bad_count                 rows that are BAD or no number: the trend breaks its line in this bucket
--   uncertain_count           of sample_count, how many are UNCERTAIN
--   first_value, last_value   oldest and newest value that counts, so that lines join from bucket to bucket

ALTER TABLE channel_data_1s
  ADD COLUMN bad_count BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN uncertain_count BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN first_value DOUBLE PRECISION,
  ADD COLUMN last_value DOUBLE PRECISION;

ALTER TABLE channel_data_1m
  ADD COLUMN bad_count BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN uncertain_count BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN first_value DOUBLE PRECISION,
  ADD COLUMN last_value DOUBLE PRECISION;

-- Up to which time the rollups hold everything that was in channel_data; what is newer is read from channel_data.
CREATE TABLE rollup_state (
  only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
  refreshed_until TIMESTAMPTZ NOT NULL
);

-- Ranges before refreshed_until into which rows were written late (a spool after an outage, an import): whoever
-- writes them adds the range in the same transaction; the next refresh takes it away.
CREATE TABLE rollup_stale (
  id BIGSERIAL PRIMARY KEY,
  from_time TIMESTAMPTZ NOT NULL,
  to_time TIMESTAMPTZ NOT NULL
);

-- Computes the rollups of every bucket that touches from_time … to_time anew from channel_data. Buckets whose rows
-- retention has dropped keep what they had. Returns how many buckets changed; notes nothing in rollup_state.
CREATE FUNCTION refresh_rollups(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  from_minute TIMESTAMPTZ := date_trunc('minute', from_time, 'UTC');
  to_minute TIMESTAMPTZ := date_trunc('minute', to_time, 'UTC') + INTERVAL '1 minute';
  seconds BIGINT;
  minutes BIGINT;
BEGIN
  INSERT INTO channel_data_1s AS r (bucket, channel_id, avg_value, min_value, max_value, sample_count,
    bad_count, uncertain_count, first_value, last_value)
  SELECT date_trunc('second', time, 'UTC') AS b, channel_id,
    AVG(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    MIN(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    MAX(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    COUNT(*) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    COUNT(*) FILTER (WHERE quality = 'BAD' OR value = 'NaN'),
    COUNT(*) FILTER (WHERE quality = 'UNCERTAIN' AND value <> 'NaN'),
    (array_agg(value ORDER BY time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1],
    (array_agg(value ORDER BY time DESC) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1]
  FROM channel_data WHERE time >= from_minute AND time < to_minute
  GROUP BY channel_id, b
  ON CONFLICT (channel_id, bucket) DO UPDATE SET avg_value = EXCLUDED.avg_value, min_value = EXCLUDED.min_value,
    max_value = EXCLUDED.max_value, sample_count = EXCLUDED.sample_count, bad_count = EXCLUDED.bad_count,
    uncertain_count = EXCLUDED.uncertain_count, first_value = EXCLUDED.first_value,
    last_value = EXCLUDED.last_value
  WHERE (r.avg_value, r.min_value, r.max_value, r.sample_count, r.bad_count, r.uncertain_count, r.first_value,
    r.last_value) IS DISTINCT FROM (EXCLUDED.avg_value, EXCLUDED.min_value, EXCLUDED.max_value,
    EXCLUDED.sample_count, EXCLUDED.bad_count, EXCLUDED.uncertain_count, EXCLUDED.first_value, EXCLUDED.last_value);
  GET DIAGNOSTICS seconds = ROW_COUNT;

  INSERT INTO channel_data_1m AS r (bucket, channel_id, avg_value, min_value, max_value, stddev_value, sample_count,
    bad_count, uncertain_count, first_value, last_value)
  SELECT date_trunc('minute', time, 'UTC') AS b, channel_id,
    AVG(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    MIN(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    MAX(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    STDDEV(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    COUNT(*) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'),
    COUNT(*) FILTER (WHERE quality = 'BAD' OR value = 'NaN'),
    COUNT(*) FILTER (WHERE quality = 'UNCERTAIN' AND value <> 'NaN'),
    (array_agg(value ORDER BY time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1],
    (array_agg(value ORDER BY time DESC) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1]
  FROM channel_data WHERE time >= from_minute AND time < to_minute
  GROUP BY channel_id, b
  ON CONFLICT (channel_id, bucket) DO UPDATE SET avg_value = EXCLUDED.avg_value, min_value = EXCLUDED.min_value,
    max_value = EXCLUDED.max_value, stddev_value = EXCLUDED.stddev_value, sample_count = EXCLUDED.sample_count,
    bad_count = EXCLUDED.bad_count, uncertain_count = EXCLUDED.uncertain_count,
    first_value = EXCLUDED.first_value, last_value = EXCLUDED.last_value
  WHERE (r.avg_value, r.min_value, r.max_value, r.stddev_value, r.sample_count, r.bad_count, r.uncertain_count,
    r.first_value, r.last_value) IS DISTINCT FROM (EXCLUDED.avg_value, EXCLUDED.min_value, EXCLUDED.max_value,
    EXCLUDED.stddev_value, EXCLUDED.sample_count, EXCLUDED.bad_count, EXCLUDED.uncertain_count,
    EXCLUDED.first_value, EXCLUDED.last_value);
  GET DIAGNOSTICS minutes = ROW_COUNT;
  RETURN seconds + minutes;
END $$;
