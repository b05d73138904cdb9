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
-- retention has dropped keep what they had. Returns how many buckets were computed; notes nothing in rollup_state.
--
-- The samples are read once: seconds are aggregated from them, minutes from the seconds. 600,000 samples of 1,000
-- channels take about a second. What must stay as it is for that: date_bin (date_trunc looks up the time zone for each
-- row), one CASE instead of a FILTER for each aggregate, first and last by joining the times of the oldest and the
-- newest sample (an ordered array_agg sorts each bucket), and inserting in the order of the primary key.
--
-- Averages and deviations take a value beyond ±1e100, such as a float read in the wrong word order, as ±1e100:
-- PostgreSQL's AVG stops with an error where its sum of squares overflows, and with it stopped every rollup.
CREATE FUNCTION refresh_rollups(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql
SET work_mem = '64MB' SET max_parallel_workers_per_gather = 0 SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE
  epoch CONSTANT TIMESTAMPTZ := TIMESTAMPTZ '2000-01-01 00:00:00+00';
  from_minute TIMESTAMPTZ := date_trunc('minute', from_time, 'UTC');
  to_minute TIMESTAMPTZ := date_trunc('minute', to_time, 'UTC') + INTERVAL '1 minute';
  buckets BIGINT;
BEGIN
  WITH aggregated AS MATERIALIZED (
    SELECT date_bin('1 second', time, epoch) AS bucket, channel_id,
      COUNT(v) AS n, AVG(bounded) AS mean, VAR_POP(bounded) AS variance, MIN(v) AS lowest,
      MAX(v) AS highest, COUNT(*) - COUNT(v) AS bad, COUNT(uncertain) AS uncertain, MIN(counted_at) AS first_at,
      MAX(counted_at) AS last_at
    FROM (SELECT time, channel_id,
        CASE WHEN quality <> 'BAD' AND value <> 'NaN' THEN value END AS v,
        CASE WHEN quality <> 'BAD' AND value <> 'NaN' THEN LEAST(GREATEST(value, -1e100), 1e100) END AS bounded,
        CASE WHEN quality <> 'BAD' AND value <> 'NaN' THEN time END AS counted_at,
        CASE WHEN quality = 'UNCERTAIN' AND value <> 'NaN' THEN 1 END AS uncertain
      FROM channel_data WHERE time >= from_minute AND time < to_minute
      -- Without OFFSET 0 the planner would copy these expressions into each aggregate.
      OFFSET 0) samples
    GROUP BY 1, 2
  ), seconds AS MATERIALIZED (
    -- A bucket of one sample needs no join to know its first and last.
    SELECT a.*, CASE WHEN n > 1 THEN f.value ELSE lowest END AS first_value,
      CASE WHEN n > 1 THEN l.value ELSE highest END AS last_value
    FROM aggregated a
    LEFT JOIN channel_data f ON n > 1 AND f.channel_id = a.channel_id AND f.time = a.first_at
      AND f.time >= from_minute AND f.time < to_minute
    LEFT JOIN channel_data l ON n > 1 AND l.channel_id = a.channel_id AND l.time = a.last_at
      AND l.time >= from_minute AND l.time < to_minute
  ), minutes AS MATERIALIZED (
    SELECT date_bin('1 minute', bucket, epoch) AS bucket, channel_id, SUM(n)::BIGINT AS n,
      SUM(mean * n) / NULLIF(SUM(n), 0) AS mean, MIN(lowest) AS lowest, MAX(highest) AS highest,
      SUM(bad)::BIGINT AS bad, SUM(uncertain)::BIGINT AS uncertain, MIN(first_at) AS first_at, MAX(last_at) AS last_at
    FROM seconds GROUP BY 1, 2
  ), deviations AS (
    -- The squares around the minute's mean from those around the seconds' means: no difference of large numbers.
    SELECT m.bucket, m.channel_id,
      sqrt(SUM(s.n * (s.variance + (s.mean - m.mean) * (s.mean - m.mean))) / NULLIF(m.n - 1, 0)) AS deviation,
      MAX(s.first_value) FILTER (WHERE s.first_at = m.first_at) AS first_value,
      MAX(s.last_value) FILTER (WHERE s.last_at = m.last_at) AS last_value
    FROM minutes m JOIN seconds s ON s.channel_id = m.channel_id AND date_bin('1 minute', s.bucket, epoch) = m.bucket
    GROUP BY m.bucket, m.channel_id, m.n
  ), stored_seconds AS (
    INSERT INTO channel_data_1s (bucket, channel_id, avg_value, min_value, max_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT bucket, channel_id, mean, lowest, highest, n, bad, uncertain, first_value, last_value
    FROM seconds ORDER BY channel_id, bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET avg_value = EXCLUDED.avg_value, min_value = EXCLUDED.min_value,
      max_value = EXCLUDED.max_value, sample_count = EXCLUDED.sample_count, bad_count = EXCLUDED.bad_count,
      uncertain_count = EXCLUDED.uncertain_count, first_value = EXCLUDED.first_value, last_value = EXCLUDED.last_value
  ), stored_minutes AS (
    INSERT INTO channel_data_1m (bucket, channel_id, avg_value, min_value, max_value, stddev_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT m.bucket, m.channel_id, m.mean, m.lowest, m.highest, d.deviation, m.n, m.bad, m.uncertain, d.first_value,
      d.last_value
    FROM minutes m JOIN deviations d USING (bucket, channel_id) ORDER BY m.channel_id, m.bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET avg_value = EXCLUDED.avg_value, min_value = EXCLUDED.min_value,
      max_value = EXCLUDED.max_value, stddev_value = EXCLUDED.stddev_value, sample_count = EXCLUDED.sample_count,
      bad_count = EXCLUDED.bad_count, uncertain_count = EXCLUDED.uncertain_count,
      first_value = EXCLUDED.first_value, last_value = EXCLUDED.last_value
  )
  SELECT (SELECT COUNT(*) FROM seconds) + (SELECT COUNT(*) FROM minutes) INTO buckets;
  RETURN buckets;
END $$;
