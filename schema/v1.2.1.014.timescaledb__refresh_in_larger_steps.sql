-- Why: TimescaleDB refreshes a continuous aggregate in batches of ten buckets (policies since 2.24, calls by hand since
-- 2.28), each with three transactions, over every day of which nothing is computed yet. Of seconds these are 8,640 batches
-- for each day however few samples it has: half an hour for a year. And it begins with the newest: until the last batch is
-- done, what lies between is in no query of the aggregate, because only what is newer than its newest bucket is computed from
-- the samples. Here a batch covers minutes to days, and the oldest goes first. Versions without batches ignore both settings.
--
-- The aggregate of 10 s reads what that of 1 s has stored; refreshed as closely behind the clock as that one, its newest
-- bucket lacked seconds until the next minute. It stays further behind now.

SELECT alter_job(j.job_id, config => j.config || p.settings)
FROM (VALUES
  ('channel_data_1s', '{"buckets_per_batch": 600, "refresh_newest_first": false}'::JSONB),
  ('channel_data_10s', '{"buckets_per_batch": 360, "refresh_newest_first": false, "end_offset": "00:03:00"}'),
  ('channel_data_1m', '{"buckets_per_batch": 10, "refresh_newest_first": false}'),
  ('channel_data_10m', '{"buckets_per_batch": 144, "refresh_newest_first": false}'),
  ('channel_data_1h', '{"buckets_per_batch": 240, "refresh_newest_first": false}')) p (aggregate, settings)
JOIN timescaledb_information.continuous_aggregates a ON a.view_schema = 'public' AND a.view_name = p.aggregate
JOIN timescaledb_information.jobs j ON j.proc_name = 'policy_refresh_continuous_aggregate'
  AND ((j.hypertable_schema = a.view_schema AND j.hypertable_name = a.view_name)
    OR (j.hypertable_schema = a.materialization_hypertable_schema AND j.hypertable_name = a.materialization_hypertable_name));

-- Ten days of seconds, as TimescaleDB would have it, are an index that fits into no memory; for chunks to come.
SELECT set_chunk_time_interval(format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::REGCLASS,
  INTERVAL '1 day')
FROM timescaledb_information.continuous_aggregates WHERE view_schema = 'public' AND view_name = 'channel_data_1s';

-- Times for which samples came after an aggregate may have stored their buckets: the samples themselves are read there
-- until ParX has refreshed them. Written in the transaction that stores the samples.
CREATE TABLE rollup_stale (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  from_time TIMESTAMPTZ NOT NULL,
  to_time TIMESTAMPTZ NOT NULL
);

-- A database that was there before: what its aggregates lack is not known.
INSERT INTO rollup_stale (from_time, to_time)
SELECT begin_at, end_at FROM (SELECT min(time), max(time) FROM channel_data) r (begin_at, end_at) WHERE begin_at IS NOT NULL;

-- Brings an aggregate's buckets that touch from_time … to_time up to date where a refresh would be wrong, because some of
-- their samples may have expired: a bucket that holds more than the samples that are left is only widened by them. Returns
-- how many were written.
CREATE FUNCTION renew_buckets(aggregate TEXT, from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  width CONSTANT INTERVAL := CASE aggregate WHEN 'channel_data_1s' THEN '1 second' WHEN 'channel_data_10s' THEN '10 seconds'
    WHEN 'channel_data_1m' THEN '1 minute' WHEN 'channel_data_10m' THEN '10 minutes' WHEN 'channel_data_1h' THEN '1 hour' END;
  stored REGCLASS;
  computed REGCLASS;
  written BIGINT;
  widened BIGINT;
BEGIN
  SELECT format('%I.%I', h.schema_name, h.table_name)::REGCLASS, format('%I.%I', partial_view_schema, partial_view_name)::REGCLASS
    INTO STRICT stored, computed
    FROM _timescaledb_catalog.continuous_agg a JOIN _timescaledb_catalog.hypertable h ON h.id = a.mat_hypertable_id
    WHERE user_view_schema = 'public' AND user_view_name = aggregate;
  DROP TABLE IF EXISTS pg_temp.renewed_buckets;
  EXECUTE format('CREATE TEMP TABLE renewed_buckets ON COMMIT DROP AS SELECT * FROM %s WHERE bucket >= %L AND bucket < %L',
    computed, time_bucket(width, from_time), time_bucket(width, to_time) + width);
  EXECUTE format('UPDATE %s s SET min_value = least(s.min_value, n.min_value), max_value = greatest(s.max_value, n.max_value)
    FROM renewed_buckets n WHERE s.channel_id = n.channel_id AND s.bucket = n.bucket
      AND s.sample_count + s.bad_count > n.sample_count + n.bad_count', stored);
  GET DIAGNOSTICS widened = ROW_COUNT;
  EXECUTE format('DELETE FROM %s s USING renewed_buckets n WHERE s.channel_id = n.channel_id AND s.bucket = n.bucket
      AND s.sample_count + s.bad_count <= n.sample_count + n.bad_count', stored);
  EXECUTE format('INSERT INTO %1$s SELECT * FROM renewed_buckets n WHERE NOT EXISTS (SELECT 1 FROM %1$s s
    WHERE s.channel_id = n.channel_id AND s.bucket = n.bucket)', stored);
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written + widened;
END $$;

-- As before, and where a chunk is dropped before its aggregates are: TimescaleDB takes its time as changed, so that the next
-- refresh would empty them.
CREATE OR REPLACE FUNCTION purge_chunk(which TEXT, as_of TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  begin_at TIMESTAMPTZ;
  end_at TIMESTAMPTZ;
  keep SMALLINT;
  next_due TIMESTAMPTZ;
  expired SMALLINT[] := '{}';
BEGIN
  SELECT range_start, range_end INTO STRICT begin_at, end_at FROM timescaledb_information.chunks
    WHERE format('%I.%I', chunk_schema, chunk_name) = which AND hypertable_name = 'channel_data';
  FOR keep IN EXECUTE format('SELECT DISTINCT keep_days FROM %s', which) LOOP
    IF end_at + make_interval(days => coalesce(keep, standard_keep_days())) <= as_of THEN
      expired := expired || coalesce(keep, 0::SMALLINT);
    ELSE
      next_due := least(next_due, end_at + make_interval(days => coalesce(keep, standard_keep_days())));
    END IF;
  END LOOP;
  IF next_due IS NULL OR cardinality(expired) > 0 THEN
    INSERT INTO retention_state (incomplete_until) VALUES (end_at) ON CONFLICT (only_row)
      DO UPDATE SET incomplete_until = greatest(retention_state.incomplete_until, EXCLUDED.incomplete_until);
  END IF;
  IF next_due IS NULL THEN
    PERFORM drop_chunks('channel_data', older_than => end_at, newer_than => begin_at);
    DELETE FROM channel_data_chunks WHERE chunk = which;
    RETURN true;
  END IF;
  FOREACH keep IN ARRAY expired LOOP
    EXECUTE format('DELETE FROM %s WHERE %s', which,
      CASE keep WHEN 0 THEN 'keep_days IS NULL' ELSE 'keep_days = ' || keep END);
  END LOOP;
  INSERT INTO channel_data_chunks (chunk, due) VALUES (which, next_due) ON CONFLICT (chunk) DO UPDATE SET due = EXCLUDED.due;
  RETURN false;
END $$;

-- As before, chunk by chunk: an UPDATE that joins channel_data unpacks every compressed chunk to find its rows, and fails
-- where that is more than 100,000 rows. A compressed chunk is asked for one row at a time, which unpacks the segment that
-- it is in.
CREATE OR REPLACE FUNCTION apply_kept(before_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  chunk RECORD;
  kept RECORD;
  changed BIGINT := 0;
  here BIGINT;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM channel_data_kept WHERE time < before_time) THEN
    RETURN 0;
  END IF;
  PERFORM set_config(name, '0', true) FROM pg_settings WHERE name = 'timescaledb.max_tuples_decompressed_per_dml_transaction';
  DROP TABLE IF EXISTS pg_temp.kept_now;
  CREATE TEMP TABLE kept_now ON COMMIT DROP AS
    WITH taken AS (DELETE FROM channel_data_kept WHERE time < before_time RETURNING *) SELECT * FROM taken;
  FOR chunk IN
    SELECT format('%I.%I', chunk_schema, chunk_name) AS name, range_start AS begin_at, range_end AS end_at, is_compressed
    FROM timescaledb_information.chunks c WHERE hypertable_schema = 'public' AND hypertable_name = 'channel_data'
      AND EXISTS (SELECT 1 FROM pg_temp.kept_now k WHERE k.time >= c.range_start AND k.time < c.range_end)
  LOOP
    IF chunk.is_compressed THEN
      FOR kept IN SELECT * FROM pg_temp.kept_now k WHERE k.time >= chunk.begin_at AND k.time < chunk.end_at LOOP
        EXECUTE format('UPDATE %s SET keep_days = %s WHERE time = %L AND channel_id = %L
          AND coalesce(keep_days, standard_keep_days()) < %s', chunk.name, kept.keep_days, kept.time, kept.channel_id, kept.keep_days);
        GET DIAGNOSTICS here = ROW_COUNT;
        changed := changed + here;
      END LOOP;
    ELSE
      EXECUTE format('UPDATE %s d SET keep_days = k.keep_days FROM pg_temp.kept_now k WHERE k.time >= %L AND k.time < %L
        AND d.time = k.time AND d.channel_id = k.channel_id AND coalesce(d.keep_days, standard_keep_days()) < k.keep_days',
        chunk.name, chunk.begin_at, chunk.end_at);
      GET DIAGNOSTICS here = ROW_COUNT;
      changed := changed + here;
    END IF;
  END LOOP;
  RETURN changed;
END $$;
