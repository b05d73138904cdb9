-- Why: samples and the finer rollups are dropped earlier than the coarser ones made of them. A sample that came late for
-- such a time (an import) had its coarse bucket computed from what was left, and the bucket lost all the rest; so far only
-- days of which some samples had expired before were kept from that.
--
-- Now a bucket never loses what it holds, whatever the reason why less is there than it was made of: lowest and highest are
-- only widened then, and the mean, the first and the last value are those of whichever is made of more samples.

-- Whether samples of these days (to_time not included) have expired: as many as a bucket was made of may then be others.
CREATE FUNCTION is_partial(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM channel_data_days WHERE incomplete AND day BETWEEN (from_time AT TIME ZONE 'UTC')::DATE
    AND ((to_time - INTERVAL '1 microsecond') AT TIME ZONE 'UTC')::DATE)
$$;

-- Whether what was computed now is made of everything that a bucket holds, and takes its place.
--   found, held  of how many samples it is made now, and of how many the bucket
CREATE FUNCTION is_whole(found BIGINT, held BIGINT, partial BOOLEAN) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
  SELECT found >= held AND NOT partial
$$;

-- Whether its mean, first and last value say more than those that the bucket holds.
CREATE FUNCTION is_fuller(found BIGINT, held BIGINT, partial BOOLEAN) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
  SELECT found > held OR is_whole(found, held, partial)
$$;

-- Computes the rollups of every bucket that touches from_time … to_time anew from rollup_source; what a bucket holds
-- already is not lost. Returns how many buckets were computed; notes nothing in rollup_state.
--
-- The samples are read once: seconds are aggregated from them, minutes from the seconds. 600,000 samples of 1,000
-- channels take about a second. What must stay as it is for that: date_bin (date_trunc looks up the time zone for each
-- row), one CASE instead of a FILTER for each aggregate, first and last by joining the times of the oldest and the
-- newest sample (an ordered array_agg sorts each bucket), and inserting in the order of the primary key.
--
-- Averages and deviations take a value beyond ±1e100, such as a float read in the wrong word order, as ±1e100:
-- PostgreSQL's AVG stops with an error where its sum of squares overflows, and with it stopped every rollup.
CREATE OR REPLACE FUNCTION refresh_rollups(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql
SET work_mem = '64MB' SET max_parallel_workers_per_gather = 0 SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE
  epoch CONSTANT TIMESTAMPTZ := TIMESTAMPTZ '2000-01-01 00:00:00+00';
  from_minute TIMESTAMPTZ := date_trunc('minute', from_time, 'UTC');
  to_minute TIMESTAMPTZ := date_trunc('minute', to_time, 'UTC') + INTERVAL '1 minute';
  partial BOOLEAN := is_partial(from_minute, to_minute);
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
      FROM rollup_source WHERE time >= from_minute AND time < to_minute
      -- Without OFFSET 0 the planner would copy these expressions into each aggregate.
      OFFSET 0) samples
    GROUP BY 1, 2
  ), seconds AS MATERIALIZED (
    -- A bucket of one sample needs no join to know its first and last.
    SELECT a.*, CASE WHEN n > 1 THEN f.value ELSE lowest END AS first_value,
      CASE WHEN n > 1 THEN l.value ELSE highest END AS last_value
    FROM aggregated a
    LEFT JOIN rollup_source f ON n > 1 AND f.channel_id = a.channel_id AND f.time = a.first_at
      AND f.time >= from_minute AND f.time < to_minute
    LEFT JOIN rollup_source l ON n > 1 AND l.channel_id = a.channel_id AND l.time = a.last_at
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
    INSERT INTO channel_data_1s AS t (bucket, channel_id, avg_value, min_value, max_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT bucket, channel_id, mean, lowest, highest, n, bad, uncertain, first_value, last_value
    FROM seconds ORDER BY channel_id, bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET
      avg_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.avg_value ELSE t.avg_value END,
      first_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.first_value ELSE t.first_value END,
      last_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.last_value ELSE t.last_value END,
      min_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.min_value ELSE LEAST(t.min_value, EXCLUDED.min_value) END,
      max_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.max_value ELSE GREATEST(t.max_value, EXCLUDED.max_value) END,
      sample_count = GREATEST(t.sample_count, EXCLUDED.sample_count),
      bad_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.bad_count ELSE GREATEST(t.bad_count, EXCLUDED.bad_count) END,
      uncertain_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.uncertain_count ELSE GREATEST(t.uncertain_count, EXCLUDED.uncertain_count) END
  ), stored_minutes AS (
    INSERT INTO channel_data_1m AS t (bucket, channel_id, avg_value, min_value, max_value, stddev_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT m.bucket, m.channel_id, m.mean, m.lowest, m.highest, d.deviation, m.n, m.bad, m.uncertain, d.first_value,
      d.last_value
    FROM minutes m JOIN deviations d USING (bucket, channel_id) ORDER BY m.channel_id, m.bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET
      avg_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.avg_value ELSE t.avg_value END,
      stddev_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.stddev_value ELSE t.stddev_value END,
      first_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.first_value ELSE t.first_value END,
      last_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.last_value ELSE t.last_value END,
      min_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.min_value ELSE LEAST(t.min_value, EXCLUDED.min_value) END,
      max_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.max_value ELSE GREATEST(t.max_value, EXCLUDED.max_value) END,
      sample_count = GREATEST(t.sample_count, EXCLUDED.sample_count),
      bad_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.bad_count ELSE GREATEST(t.bad_count, EXCLUDED.bad_count) END,
      uncertain_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, partial) THEN EXCLUDED.uncertain_count ELSE GREATEST(t.uncertain_count, EXCLUDED.uncertain_count) END
  )
  SELECT (SELECT COUNT(*) FROM seconds) + (SELECT COUNT(*) FROM minutes) INTO buckets;
  RETURN buckets;
END $$;

-- Computes one level's buckets that touch from_time … to_time anew from a finer level. No rollup has an index that
-- begins with the time: the channels are found by going from one to the next in the primary key, and each channel's
-- buckets through the same. What a bucket holds already is not lost, see above.
--   span  'day' or 'month', of the finer level's partitions
CREATE OR REPLACE FUNCTION refresh_coarser_rollup(target TEXT, width INTERVAL, source TEXT, span TEXT, from_time TIMESTAMPTZ,
  to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  epoch CONSTANT TIMESTAMPTZ := TIMESTAMPTZ '2000-01-01 00:00:00+00';
  first_bucket TIMESTAMPTZ := date_bin(width, from_time, epoch);
  end_at TIMESTAMPTZ := date_bin(width, to_time, epoch) + width;
  within TEXT := format('bucket >= %L AND bucket < %L', date_trunc(span, first_bucket, 'UTC'),
    (date_trunc(span, end_at, 'UTC') AT TIME ZONE 'UTC' + ('1 ' || span)::INTERVAL) AT TIME ZONE 'UTC');
  buckets BIGINT;
BEGIN
  EXECUTE format($q$
    WITH RECURSIVE channels AS (
      (SELECT channel_id FROM %1$I WHERE %3$s ORDER BY channel_id LIMIT 1)
      UNION ALL
      SELECT (SELECT n.channel_id FROM %1$I n WHERE n.channel_id > c.channel_id AND %3$s ORDER BY n.channel_id LIMIT 1)
      FROM channels c WHERE c.channel_id IS NOT NULL
    )
    INSERT INTO %2$I AS t (bucket, channel_id, avg_value, min_value, max_value, sample_count, bad_count, uncertain_count,
      first_value, last_value)
    SELECT b.bucket, c.channel_id, b.mean, b.lowest, b.highest, b.n, b.bad, b.uncertain, b.first_value, b.last_value
    FROM channels c, LATERAL (
      SELECT date_bin(%4$L, r.bucket, %5$L) AS bucket,
        SUM(avg_value * sample_count) / NULLIF(SUM(sample_count), 0) AS mean, MIN(min_value) AS lowest,
        MAX(max_value) AS highest, SUM(sample_count)::BIGINT AS n, SUM(bad_count)::BIGINT AS bad,
        SUM(uncertain_count)::BIGINT AS uncertain,
        (array_agg(r.first_value ORDER BY r.bucket) FILTER (WHERE sample_count > 0))[1] AS first_value,
        (array_agg(r.last_value ORDER BY r.bucket DESC) FILTER (WHERE sample_count > 0))[1] AS last_value
      FROM %1$I r WHERE r.channel_id = c.channel_id AND r.bucket >= %6$L AND r.bucket < %7$L
      GROUP BY 1 ORDER BY 1
    ) b
    ON CONFLICT (channel_id, bucket) DO UPDATE SET
      avg_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.avg_value ELSE t.avg_value END,
      first_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.first_value ELSE t.first_value END,
      last_value = CASE WHEN is_fuller(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.last_value ELSE t.last_value END,
      min_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.min_value ELSE LEAST(t.min_value, EXCLUDED.min_value) END,
      max_value = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.max_value ELSE GREATEST(t.max_value, EXCLUDED.max_value) END,
      sample_count = GREATEST(t.sample_count, EXCLUDED.sample_count),
      bad_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.bad_count ELSE GREATEST(t.bad_count, EXCLUDED.bad_count) END,
      uncertain_count = CASE WHEN is_whole(EXCLUDED.sample_count, t.sample_count, %8$L) THEN EXCLUDED.uncertain_count ELSE GREATEST(t.uncertain_count, EXCLUDED.uncertain_count) END
    $q$, source, target, within, width, epoch, first_bucket, end_at, is_partial(first_bucket, end_at));
  GET DIAGNOSTICS buckets = ROW_COUNT;
  RETURN buckets;
END $$;
