-- Why: TimescaleDB compresses chunks after 7 days as specified; plain PostgreSQL has nothing of the kind, and drops a
-- day's samples all together while the rules that stored them have a retention each. Here closed days are packed, and
-- lie apart by retention, so that what has expired is dropped with its table.
--
-- A day is packed by ParX as soon as it is over and rolled up: its rows become blocks in tables of their own (leaves),
-- one for each retention, and its partition of channel_data is emptied. Rows that come later for that day go to
-- channel_data as ever; the next time ParX looks it packs them into further leaves of the day (part 2, 3, …).
--
-- Who reads with SQL reads channel_history, the view or the function: it is both together.

-- A block: some samples of one channel and day. Times and values are whole numbers of which each byte stands in a
-- column of its own (a plane, a byte for each sample, the least significant plane first), because bytes of the same
-- weight compress well together. A plane of nothing but zeros is NULL. The number r in the planes is folded: an even r
-- is r / 2, an odd one -(r + 1) / 2.
--   keep_days   how long the samples stay; 0: the site's standard
--   part        1 for the rows that were there when the day was packed, 2, 3, … for what came later
--   times_of    the times are those of this channel's block of the same day, keep_days, part and from_time
--   t0 … t4     of each sample, microseconds after the one before it, less time_step
--   form        S: the value is number * factor / divisor; F: the number is the bits of a 32-bit float, D: of the value
--               itself, both with the lower bits inverted where the sign bit is set, so that they are in numeric order
--   v0 … v7     of each sample, its number less first_number; where number_step is not NULL, its number less that of the
--               sample before and less number_step, beginning at first_number
--   odd_at      samples, counted from 0, that have no such number: their values are odd_values
--   qualities   a letter for each run of equal quality, G, U or B, in lower case where the values are NaN
--   quality_at  where the second and each further run begins
CREATE TABLE channel_data_packed (
  day DATE NOT NULL,
  keep_days SMALLINT NOT NULL,
  part SMALLINT NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  from_time TIMESTAMPTZ NOT NULL,
  to_time TIMESTAMPTZ NOT NULL,
  samples INTEGER NOT NULL,
  times_of VARCHAR(50),
  time_step BIGINT NOT NULL,
  form "char" NOT NULL,
  factor DOUBLE PRECISION NOT NULL,
  divisor DOUBLE PRECISION NOT NULL,
  first_number BIGINT NOT NULL,
  number_step BIGINT,
  odd_at INTEGER[],
  odd_values DOUBLE PRECISION[],
  quality_at INTEGER[],
  qualities TEXT NOT NULL,
  t0 BYTEA, t1 BYTEA, t2 BYTEA, t3 BYTEA, t4 BYTEA,
  v0 BYTEA, v1 BYTEA, v2 BYTEA, v3 BYTEA, v4 BYTEA, v5 BYTEA, v6 BYTEA, v7 BYTEA
) PARTITION BY RANGE (day, keep_days, part);

CREATE INDEX idx_channel_data_packed_channel_id ON channel_data_packed (channel_id, from_time);

-- Every day of which something was packed.
--   parts       how many times
--   incomplete  a part of its samples has expired: rollups cannot be computed anew from the others
CREATE TABLE channel_data_days (
  day DATE PRIMARY KEY,
  parts SMALLINT NOT NULL DEFAULT 0,
  incomplete BOOLEAN NOT NULL DEFAULT false
);

-- Leaves that are filled and wait to take the place of what they were made from, see swap_packed.
--   replaces  a partition of channel_data, to be emptied, or a leaf, to be dropped
--   built_by  the transaction that filled them
CREATE TABLE channel_data_swaps (
  day DATE PRIMARY KEY,
  leaves TEXT[] NOT NULL,
  replaces TEXT NOT NULL,
  built_by XID8 NOT NULL DEFAULT pg_current_xact_id()
);

-- Rows that came into a day's partition while it was being packed.
CREATE TABLE channel_data_late (LIKE channel_data);
CREATE INDEX idx_channel_data_late ON channel_data_late (time);

CREATE FUNCTION note_late_row() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO channel_data_late VALUES (NEW.*);
  RETURN NULL;
END $$;

-- Samples of packed days whose rollups are being computed anew: ParX unpacks them here for that one transaction.
CREATE UNLOGGED TABLE channel_data_unpacked (LIKE channel_data);

-- What refresh_rollups reads: every sample that counts for it.
CREATE VIEW rollup_source AS
  SELECT time, channel_id, value, quality FROM channel_data
  UNION ALL
  SELECT time, channel_id, value, quality FROM channel_data_unpacked;

CREATE FUNCTION standard_keep_days() RETURNS SMALLINT LANGUAGE sql IMMUTABLE AS 'SELECT 90::SMALLINT';

-- Makes a table for blocks, not yet a partition, and returns its name. lz4 where this server has it: unpacking it takes
-- a tenth of the time that PostgreSQL's own compression takes.
CREATE FUNCTION create_packed_leaf(on_day DATE, keep SMALLINT, number SMALLINT) RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  leaf TEXT := format('channel_data_packed_%s_%s_%s', to_char(on_day, 'YYYYMMDD'),
    CASE keep WHEN 0 THEN 'standard' ELSE keep || 'd' END, number);
  plane TEXT;
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE channel_data_packed INCLUDING ALL)', leaf);
  IF EXISTS (SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
    FOR plane IN SELECT attname FROM pg_attribute
      WHERE attrelid = to_regclass(format('%I', leaf)) AND atttypid = 'bytea'::regtype AND NOT attisdropped
    LOOP
      EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET COMPRESSION lz4', leaf, plane);
    END LOOP;
  END IF;
  RETURN leaf;
END $$;

-- Puts a day's new leaves in the place of what they were made from, in one step for every reader: the table
-- channel_data_packed is locked first, so that a query either has it already, and this waits, or sees all that was done
-- here. The caller sets lock_timeout and tries again later: a writer is never kept waiting for longer than that, and
-- one that writes to other days is not kept waiting at all.
-- Returns false where a transaction that does not see the new leaves' blocks is still running.
CREATE FUNCTION swap_packed(on_day DATE) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  swap channel_data_swaps%ROWTYPE;
  leaf TEXT;
  begin_at TIMESTAMPTZ := on_day::TIMESTAMP AT TIME ZONE 'UTC';
  end_at TIMESTAMPTZ := (on_day + 1)::TIMESTAMP AT TIME ZONE 'UTC';
  bounds TEXT[];
BEGIN
  SELECT * INTO swap FROM channel_data_swaps WHERE day = on_day;
  IF NOT FOUND THEN
    RETURN true;
  END IF;
  IF EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
      AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age(swap.built_by::xid)) THEN
    RETURN false;
  END IF;
  LOCK TABLE channel_data_packed IN ACCESS EXCLUSIVE MODE;
  IF swap.replaces LIKE 'channel\_data\_packed\_%' THEN
    EXECUTE format('DROP TABLE %I', swap.replaces);
    UPDATE channel_data_days SET incomplete = true WHERE day = on_day;
  ELSE
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', swap.replaces);
    EXECUTE format('TRUNCATE %I', swap.replaces);
    EXECUTE format('DROP TRIGGER note_late_row ON %I', swap.replaces);
    EXECUTE format('INSERT INTO %I SELECT * FROM channel_data_late WHERE time >= %L AND time < %L', swap.replaces,
      begin_at, end_at);
    DELETE FROM channel_data_late WHERE time >= begin_at AND time < end_at;
  END IF;
  FOREACH leaf IN ARRAY swap.leaves LOOP
    bounds := regexp_match(leaf, '_([0-9]+|standard)d?_([0-9]+)$');
    EXECUTE format('ALTER TABLE channel_data_packed ATTACH PARTITION %I FOR VALUES FROM (%L, %s, %s) TO (%L, %s, %s)', leaf,
      on_day, replace(bounds[1], 'standard', '0'), bounds[2], on_day, replace(bounds[1], 'standard', '0'),
      bounds[2]::INTEGER + 1);
  END LOOP;
  DELETE FROM channel_data_swaps WHERE day = on_day;
  RETURN true;
END $$;

-- Every partition of which nothing may stay any longer, as of this time; the oldest first.
CREATE FUNCTION expired_partitions(as_of TIMESTAMPTZ) RETURNS TABLE (partition TEXT, parent TEXT) LANGUAGE sql STABLE AS $$
  WITH parents (parent, keep) AS (
    VALUES ('channel_data_packed', NULL::INTERVAL), ('alarms', INTERVAL '1 year'), ('channel_data_1s', INTERVAL '90 days'),
      ('channel_data_1m', INTERVAL '2 years'), ('channel_data_10s', INTERVAL '90 days'),
      ('channel_data_10m', INTERVAL '5 years'), ('channel_data_1h', INTERVAL '10 years')
  ), partitions AS (
    SELECT c.relname::TEXT AS partition, p.parent, p.keep,
      regexp_match(c.relname, '^' || p.parent || '_([0-9]{6}|[0-9]{8})(?:_([0-9]+|standard)d?_[0-9]+)?$') AS words
    FROM parents p JOIN pg_inherits i ON i.inhparent = to_regclass(p.parent) JOIN pg_class c ON c.oid = i.inhrelid
  ), ends AS (
    SELECT partition, parent, CASE length(words[1])
        WHEN 8 THEN (to_date(words[1], 'YYYYMMDD') + 1)::TIMESTAMP
        ELSE to_date(words[1], 'YYYYMM')::TIMESTAMP + INTERVAL '1 month' END AT TIME ZONE 'UTC' AS end_at,
      coalesce(keep, make_interval(days => CASE words[2] WHEN 'standard' THEN standard_keep_days() ELSE words[2]::INTEGER END))
        AS keep
    FROM partitions WHERE words IS NOT NULL
  )
  SELECT partition, parent FROM ends WHERE end_at <= as_of - keep ORDER BY end_at, partition
$$;

DROP FUNCTION apply_retention(TIMESTAMPTZ);
DROP FUNCTION apply_coarser_retention(TIMESTAMPTZ);
DROP FUNCTION drop_older(TEXT, TEXT, TEXT, TIMESTAMPTZ);

CREATE FUNCTION number_to_double(number BIGINT) RETURNS DOUBLE PRECISION LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  bits BIGINT := CASE WHEN number < 0 THEN number # 9223372036854775807 ELSE number END;
  exponent INTEGER := (bits >> 52) & 2047;
  mantissa DOUBLE PRECISION := bits & 4503599627370495;
  sign DOUBLE PRECISION := CASE WHEN bits < 0 THEN -1 ELSE 1 END;
BEGIN
  RETURN CASE
    WHEN exponent = 2047 THEN CASE WHEN mantissa = 0 THEN sign * 'Infinity'::DOUBLE PRECISION ELSE 'NaN' END
    WHEN exponent = 0 THEN sign * (mantissa * 5e-324::DOUBLE PRECISION)
    ELSE sign * ((1 + mantissa / 4503599627370496) * power(2::DOUBLE PRECISION, exponent - 1023)) END;
END $$;

CREATE FUNCTION number_to_float(number BIGINT) RETURNS DOUBLE PRECISION LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  bits INTEGER := CASE WHEN number < 0 THEN number # 2147483647 ELSE number END;
  exponent INTEGER := (bits >> 23) & 255;
  mantissa DOUBLE PRECISION := bits & 8388607;
  sign DOUBLE PRECISION := CASE WHEN bits < 0 THEN -1 ELSE 1 END;
BEGIN
  RETURN CASE
    WHEN exponent = 255 THEN CASE WHEN mantissa = 0 THEN sign * 'Infinity'::DOUBLE PRECISION ELSE 'NaN' END
    WHEN exponent = 0 THEN sign * (mantissa * power(2::DOUBLE PRECISION, -149))
    ELSE sign * ((1 + mantissa / 8388608) * power(2::DOUBLE PRECISION, exponent - 127)) END;
END $$;

-- The samples of a block.
CREATE FUNCTION unpack(block channel_data_packed)
RETURNS TABLE ("time" TIMESTAMPTZ, value DOUBLE PRECISION, quality VARCHAR(10)) LANGUAGE plpgsql STABLE AS $$
DECLARE
  t BYTEA[] := ARRAY[block.t0, block.t1, block.t2, block.t3, block.t4];
  v0 BYTEA := block.v0;
  v1 BYTEA := block.v1;
  t0 BYTEA;
  t1 BYTEA;
  v2 BYTEA := block.v2;
  v3 BYTEA := block.v3;
  time_step BIGINT := block.time_step;
  first_number BIGINT := block.first_number;
  number_step BIGINT := block.number_step;
  factor DOUBLE PRECISION := block.factor;
  divisor DOUBLE PRECISION := block.divisor;
  scaled BOOLEAN := block.form = 'S';
  next_run INTEGER := 0;
  next_odd INTEGER := coalesce(block.odd_at[1], block.samples);
  nan BOOLEAN;
  far BOOLEAN := coalesce(block.v4, block.v5, block.v6, block.v7) IS NOT NULL;
  long BOOLEAN;
  microsecond CONSTANT INTERVAL := INTERVAL '1 microsecond';
  elapsed BIGINT := 0;
  number BIGINT := block.first_number;
  r BIGINT;
  run INTEGER := 1;
  odd INTEGER := 1;
BEGIN
  IF block.times_of IS NOT NULL THEN
    SELECT ARRAY[p.t0, p.t1, p.t2, p.t3, p.t4] INTO STRICT t FROM channel_data_packed p WHERE p.day = block.day
      AND p.keep_days = block.keep_days AND p.part = block.part AND p.channel_id = block.times_of
      AND p.from_time = block.from_time;
  END IF;
  t0 := t[1];
  t1 := t[2];
  long := coalesce(t[3], t[4], t[5]) IS NOT NULL;
  FOR i IN 0 .. block.samples - 1 LOOP
    IF i > 0 THEN
      r := coalesce(get_byte(t0, i), 0) | (coalesce(get_byte(t1, i), 0) << 8);
      IF long THEN
        r := r | (coalesce(get_byte(t[3], i), 0)::BIGINT << 16) | (coalesce(get_byte(t[4], i), 0)::BIGINT << 24)
          | (coalesce(get_byte(t[5], i), 0)::BIGINT << 32);
      END IF;
      elapsed := elapsed + time_step + ((r >> 1) # -(r & 1));
    END IF;
    r := coalesce(get_byte(v0, i), 0) | (coalesce(get_byte(v1, i), 0) << 8) | (coalesce(get_byte(v2, i), 0) << 16)
      | (coalesce(get_byte(v3, i), 0)::BIGINT << 24);
    IF far THEN
      r := r | (coalesce(get_byte(block.v4, i), 0)::BIGINT << 32) | (coalesce(get_byte(block.v5, i), 0)::BIGINT << 40)
        | (coalesce(get_byte(block.v6, i), 0)::BIGINT << 48) | (coalesce(get_byte(block.v7, i), 0)::BIGINT << 56);
    END IF;
    r := ((r >> 1) & 9223372036854775807) # -(r & 1);
    IF number_step IS NULL THEN
      number := first_number + r;
    ELSIF i > 0 THEN
      number := number + (number_step + r);
    END IF;
    IF i = next_run THEN
      quality := CASE upper(substr(block.qualities, run, 1)) WHEN 'G' THEN 'GOOD' WHEN 'U' THEN 'UNCERTAIN' ELSE 'BAD' END;
      nan := substr(block.qualities, run, 1) = lower(substr(block.qualities, run, 1));
      next_run := coalesce(block.quality_at[run], block.samples);
      run := run + 1;
    END IF;
    IF i = next_odd THEN
      value := block.odd_values[odd];
      odd := odd + 1;
      next_odd := coalesce(block.odd_at[odd], block.samples);
    ELSIF nan THEN
      value := 'NaN';
    ELSIF scaled THEN
      value := number * factor / divisor;
    ELSIF block.form = 'F' THEN
      value := number_to_float(number);
    ELSE
      value := number_to_double(number);
    END IF;
    "time" := block.from_time + elapsed * microsecond;
    RETURN NEXT;
  END LOOP;
END $$;

-- Whether a sample is packed already.
CREATE FUNCTION is_packed(channel VARCHAR, at TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE plpgsql STABLE AS $$
DECLARE
  block RECORD;
  wanted BIGINT;
  elapsed BIGINT;
  r BIGINT;
BEGIN
  FOR block IN
    SELECT b.from_time, b.samples, b.time_step, coalesce(b.t0, o.t0) || '' AS t0, coalesce(b.t1, o.t1) || '' AS t1,
      coalesce(b.t2, o.t2) || '' AS t2, coalesce(b.t3, o.t3) || '' AS t3, coalesce(b.t4, o.t4) || '' AS t4
    FROM channel_data_packed b LEFT JOIN LATERAL (
      SELECT p.t0, p.t1, p.t2, p.t3, p.t4 FROM channel_data_packed p WHERE p.day = b.day AND p.keep_days = b.keep_days
        AND p.part = b.part AND p.channel_id = b.times_of AND p.from_time = b.from_time LIMIT 1) o ON b.times_of IS NOT NULL
    WHERE b.channel_id = channel AND b.day = (at AT TIME ZONE 'UTC')::DATE AND b.from_time <= at AND b.to_time >= at
  LOOP
    wanted := round(extract(epoch FROM at - block.from_time) * 1000000);
    elapsed := 0;
    FOR i IN 1 .. block.samples - 1 LOOP
      EXIT WHEN elapsed >= wanted;
      r := coalesce(get_byte(block.t0, i), 0) | (coalesce(get_byte(block.t1, i), 0) << 8)
        | (coalesce(get_byte(block.t2, i), 0)::BIGINT << 16) | (coalesce(get_byte(block.t3, i), 0)::BIGINT << 24)
        | (coalesce(get_byte(block.t4, i), 0)::BIGINT << 32);
      elapsed := elapsed + block.time_step + ((r >> 1) # -(r & 1));
    END LOOP;
    IF elapsed = wanted THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;

-- All samples. Give channel_id, and day (in UTC) or the function below where the range is short: by time alone every
-- packed day of the channel is unpacked to be looked at.
CREATE VIEW channel_history AS
  SELECT d.time, d.channel_id, d.value, d.quality, (d.time AT TIME ZONE 'UTC')::DATE AS day
  FROM channel_data d
  WHERE (d.time AT TIME ZONE 'UTC')::DATE NOT IN (SELECT p.day FROM channel_data_days p)
    OR NOT is_packed(d.channel_id, d.time)
  UNION ALL
  SELECT u.time, b.channel_id, u.value, u.quality, b.day
  FROM channel_data_packed b, LATERAL unpack(b) u;

-- A channel's samples from a time on and before another, ascending; only the blocks that it takes are unpacked.
CREATE FUNCTION channel_history(channel TEXT, since TIMESTAMPTZ, before TIMESTAMPTZ)
RETURNS TABLE ("time" TIMESTAMPTZ, channel_id VARCHAR(50), value DOUBLE PRECISION, quality VARCHAR(10))
LANGUAGE sql STABLE AS $$
  SELECT d.time, d.channel_id, d.value, d.quality
  FROM channel_data d
  WHERE d.channel_id = channel AND d.time >= since AND d.time < before
    AND ((d.time AT TIME ZONE 'UTC')::DATE NOT IN (SELECT p.day FROM channel_data_days p)
      OR NOT is_packed(d.channel_id, d.time))
  UNION ALL
  SELECT u.time, b.channel_id, u.value, u.quality
  FROM channel_data_packed b, LATERAL unpack(b) u
  WHERE b.channel_id = channel AND b.from_time < before AND b.to_time >= since
    AND b.day BETWEEN (since AT TIME ZONE 'UTC')::DATE AND (before AT TIME ZONE 'UTC')::DATE
    AND u.time >= since AND u.time < before
  ORDER BY 1
$$;

-- As before, from rollup_source instead of channel_data; and in days of which a part of the samples has expired, what a
-- bucket holds already is only widened by what the others say (a late sample), not replaced by it.
--
-- Computes the rollups of every bucket that touches from_time … to_time anew from rollup_source. Buckets whose rows
-- retention has dropped keep what they had. Returns how many buckets were computed; notes nothing in rollup_state.
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
  widen BOOLEAN := EXISTS (SELECT 1 FROM channel_data_days WHERE incomplete
    AND day BETWEEN (from_minute AT TIME ZONE 'UTC')::DATE AND (to_minute AT TIME ZONE 'UTC')::DATE);
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
    INSERT INTO channel_data_1s (bucket, channel_id, avg_value, min_value, max_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT bucket, channel_id, mean, lowest, highest, n, bad, uncertain, first_value, last_value
    FROM seconds ORDER BY channel_id, bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET
      avg_value = CASE WHEN widen THEN coalesce(channel_data_1s.avg_value, EXCLUDED.avg_value) ELSE EXCLUDED.avg_value END,
      first_value = CASE WHEN widen THEN coalesce(channel_data_1s.first_value, EXCLUDED.first_value) ELSE EXCLUDED.first_value END,
      last_value = CASE WHEN widen THEN coalesce(channel_data_1s.last_value, EXCLUDED.last_value) ELSE EXCLUDED.last_value END,
      min_value = CASE WHEN widen THEN LEAST(channel_data_1s.min_value, EXCLUDED.min_value) ELSE EXCLUDED.min_value END,
      max_value = CASE WHEN widen THEN GREATEST(channel_data_1s.max_value, EXCLUDED.max_value) ELSE EXCLUDED.max_value END,
      sample_count = CASE WHEN widen THEN GREATEST(channel_data_1s.sample_count, EXCLUDED.sample_count) ELSE EXCLUDED.sample_count END,
      bad_count = CASE WHEN widen THEN GREATEST(channel_data_1s.bad_count, EXCLUDED.bad_count) ELSE EXCLUDED.bad_count END,
      uncertain_count = CASE WHEN widen THEN GREATEST(channel_data_1s.uncertain_count, EXCLUDED.uncertain_count) ELSE EXCLUDED.uncertain_count END
  ), stored_minutes AS (
    INSERT INTO channel_data_1m (bucket, channel_id, avg_value, min_value, max_value, stddev_value, sample_count,
      bad_count, uncertain_count, first_value, last_value)
    SELECT m.bucket, m.channel_id, m.mean, m.lowest, m.highest, d.deviation, m.n, m.bad, m.uncertain, d.first_value,
      d.last_value
    FROM minutes m JOIN deviations d USING (bucket, channel_id) ORDER BY m.channel_id, m.bucket
    ON CONFLICT (channel_id, bucket) DO UPDATE SET
      avg_value = CASE WHEN widen THEN coalesce(channel_data_1m.avg_value, EXCLUDED.avg_value) ELSE EXCLUDED.avg_value END,
      stddev_value = CASE WHEN widen THEN coalesce(channel_data_1m.stddev_value, EXCLUDED.stddev_value) ELSE EXCLUDED.stddev_value END,
      first_value = CASE WHEN widen THEN coalesce(channel_data_1m.first_value, EXCLUDED.first_value) ELSE EXCLUDED.first_value END,
      last_value = CASE WHEN widen THEN coalesce(channel_data_1m.last_value, EXCLUDED.last_value) ELSE EXCLUDED.last_value END,
      min_value = CASE WHEN widen THEN LEAST(channel_data_1m.min_value, EXCLUDED.min_value) ELSE EXCLUDED.min_value END,
      max_value = CASE WHEN widen THEN GREATEST(channel_data_1m.max_value, EXCLUDED.max_value) ELSE EXCLUDED.max_value END,
      sample_count = CASE WHEN widen THEN GREATEST(channel_data_1m.sample_count, EXCLUDED.sample_count) ELSE EXCLUDED.sample_count END,
      bad_count = CASE WHEN widen THEN GREATEST(channel_data_1m.bad_count, EXCLUDED.bad_count) ELSE EXCLUDED.bad_count END,
      uncertain_count = CASE WHEN widen THEN GREATEST(channel_data_1m.uncertain_count, EXCLUDED.uncertain_count) ELSE EXCLUDED.uncertain_count END
  )
  SELECT (SELECT COUNT(*) FROM seconds) + (SELECT COUNT(*) FROM minutes) INTO buckets;
  RETURN buckets;
END $$;
