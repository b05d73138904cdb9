-- Why: the specification's rollups of a second and a minute leave a factor of 60 between them, and nothing beyond the
-- minute. A trend reads the coarsest rollup that is not coarser than its pixels: a day on a screen took 86,400 seconds
-- for each channel, a month 43,200 minutes, a year 525,600. With these three levels between and beyond them it is at
-- most ten rows for each pixel, whatever the range.
--
-- Each is computed from the next finer one (10 s from 1 s, 10 min from 1 min, 1 h from 10 min), so that BAD values and
-- NaN are left out as there; averages are weighted by the number of samples. Up to rollup_state.refreshed_until they hold
-- what the finer ones hold: a bucket that is not over holds its part up to there.
--
-- Retention: 10 s as the seconds, 90 days; 10 min 5 years, 1 h 10 years: 60 and 10 MB for each channel.

CREATE TABLE channel_data_10s (
  bucket TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  avg_value DOUBLE PRECISION,
  min_value DOUBLE PRECISION,
  max_value DOUBLE PRECISION,
  sample_count BIGINT NOT NULL,
  bad_count BIGINT NOT NULL,
  uncertain_count BIGINT NOT NULL,
  first_value DOUBLE PRECISION,
  last_value DOUBLE PRECISION,
  CONSTRAINT channel_data_10s_pkey PRIMARY KEY (channel_id, bucket)
) PARTITION BY RANGE (bucket);

CREATE TABLE channel_data_10m (
  LIKE channel_data_10s,
  CONSTRAINT channel_data_10m_pkey PRIMARY KEY (channel_id, bucket)
) PARTITION BY RANGE (bucket);

CREATE TABLE channel_data_1h (
  LIKE channel_data_10s,
  CONSTRAINT channel_data_1h_pkey PRIMARY KEY (channel_id, bucket)
) PARTITION BY RANGE (bucket);

CREATE TABLE channel_data_10s_default PARTITION OF channel_data_10s DEFAULT;
CREATE TABLE channel_data_10m_default PARTITION OF channel_data_10m DEFAULT;
CREATE TABLE channel_data_1h_default PARTITION OF channel_data_1h DEFAULT;

-- From where on the three hold what the finer ones hold; NULL: from the beginning.
ALTER TABLE rollup_state ADD COLUMN coarser_from TIMESTAMPTZ;

-- Makes the partitions of all rollups for every time from … to, both included. Returns how many it made.
CREATE OR REPLACE FUNCTION ensure_rollup_partitions(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  RETURN ensure_partitions_of('channel_data_1s', 'bucket', 'day', from_time, to_time)
    + ensure_partitions_of('channel_data_10s', 'bucket', 'day', from_time, to_time)
    + ensure_partitions_of('channel_data_1m', 'bucket', 'month', from_time, to_time)
    + ensure_partitions_of('channel_data_10m', 'bucket', 'month', from_time, to_time)
    + ensure_partitions_of('channel_data_1h', 'bucket', 'month', from_time, to_time);
END $$;

-- Computes one level's buckets that touch from_time … to_time anew from a finer level. No rollup has an index that
-- begins with the time: the channels are found by going from one to the next in the primary key, and each channel's
-- buckets through the same.
--   span  'day' or 'month', of the finer level's partitions
CREATE FUNCTION refresh_coarser_rollup(target TEXT, width INTERVAL, source TEXT, span TEXT, from_time TIMESTAMPTZ,
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
    INSERT INTO %2$I (bucket, channel_id, avg_value, min_value, max_value, sample_count, bad_count, uncertain_count,
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
    ON CONFLICT (channel_id, bucket) DO UPDATE SET avg_value = EXCLUDED.avg_value, min_value = EXCLUDED.min_value,
      max_value = EXCLUDED.max_value, sample_count = EXCLUDED.sample_count, bad_count = EXCLUDED.bad_count,
      uncertain_count = EXCLUDED.uncertain_count, first_value = EXCLUDED.first_value, last_value = EXCLUDED.last_value
    $q$, source, target, within, width, epoch, first_bucket, end_at);
  GET DIAGNOSTICS buckets = ROW_COUNT;
  RETURN buckets;
END $$;

-- Computes the buckets of the three levels that touch from_time … to_time anew, after refresh_rollups has done so with the
-- finer ones. Returns how many.
CREATE FUNCTION refresh_coarser_rollups(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
BEGIN
  RETURN refresh_coarser_rollup('channel_data_10s', '10 seconds', 'channel_data_1s', 'day', from_time, to_time)
    + refresh_coarser_rollup('channel_data_10m', '10 minutes', 'channel_data_1m', 'month', from_time, to_time)
    + refresh_coarser_rollup('channel_data_1h', '1 hour', 'channel_data_10m', 'month', from_time, to_time);
END $$;

-- Fills the three levels for one more day before rollup_state.coarser_from, in a database that was there before them; the
-- newest day first. Returns whether there may be more.
CREATE FUNCTION fill_coarser_rollups() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  begins TIMESTAMPTZ;
  day TIMESTAMPTZ;
BEGIN
  SELECT date_trunc('day', coarser_from - INTERVAL '1 microsecond', 'UTC') INTO day FROM rollup_state;
  IF day IS NULL THEN
    RETURN false;
  END IF;
  SELECT min(to_timestamp(right(c.relname, 6) || ' +00', 'YYYYMM TZH')) INTO begins
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'channel_data_1m'::regclass AND c.relname ~ '^channel_data_1m_[0-9]{6}$';
  IF begins IS NULL OR day < begins THEN
    UPDATE rollup_state SET coarser_from = NULL;
    RETURN false;
  END IF;
  PERFORM ensure_rollup_partitions(day, day);
  PERFORM refresh_coarser_rollups(day, day + INTERVAL '1 day' - INTERVAL '1 microsecond');
  UPDATE rollup_state SET coarser_from = day;
  RETURN true;
END $$;

-- Drops the partitions of the three levels that have expired as of this time. Returns how many.
CREATE FUNCTION apply_coarser_retention(as_of TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  partition TEXT;
  dropped INTEGER := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  FOR partition IN
    WITH levels (parent, span, keep) AS (
      VALUES ('channel_data_10s', 'day', INTERVAL '90 days'), ('channel_data_10m', 'month', INTERVAL '5 years'),
        ('channel_data_1h', 'month', INTERVAL '10 years')
    ), partitions AS (
      SELECT c.relname, l.span, l.keep, to_timestamp(substring(c.relname FROM '[0-9]+$') || ' +00',
          CASE l.span WHEN 'day' THEN 'YYYYMMDD TZH' ELSE 'YYYYMM TZH' END) AS begin_at
      FROM levels l JOIN pg_inherits i ON i.inhparent = to_regclass(l.parent) JOIN pg_class c ON c.oid = i.inhrelid
      WHERE c.relname ~ ('^' || l.parent || '_([0-9]{6}|[0-9]{8})$')
    )
    SELECT relname FROM partitions
    WHERE (begin_at AT TIME ZONE 'UTC' + ('1 ' || span)::INTERVAL) AT TIME ZONE 'UTC' <= as_of - keep ORDER BY relname
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

-- A database that has rollups already: the hour under way now, the rest by fill_coarser_rollups.
UPDATE rollup_state SET coarser_from = date_trunc('hour', refreshed_until, 'UTC');
SELECT ensure_rollup_partitions(coarser_from, refreshed_until), refresh_coarser_rollups(coarser_from, refreshed_until)
FROM rollup_state;
