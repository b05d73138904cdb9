-- Why: the specification's retention policy drops every chunk after 90 days, while a row may say that it stays for
-- longer or for less (keep_days). ParX calls purge_chunk instead of the policy; a chunk is dropped when nothing in it
-- may stay, and before that loses its expired rows as whole compressed segments, hence keep_days in segmentby.
-- Compression after 7 days and every other policy stay as specified.

ALTER TABLE channel_data SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'channel_id, keep_days',
  timescaledb.compress_orderby = 'time DESC'
);

SELECT remove_retention_policy('channel_data');

CREATE FUNCTION standard_keep_days() RETURNS SMALLINT LANGUAGE sql IMMUTABLE AS 'SELECT 90::SMALLINT';

-- When the first of a chunk's rows that it still holds will have expired, as of when it was last looked through.
CREATE TABLE channel_data_chunks (
  chunk TEXT PRIMARY KEY,
  due TIMESTAMPTZ NOT NULL
);

-- Up to this time some rows are gone while others stay: aggregates must not be refreshed there, they would lose what
-- they hold of those.
CREATE TABLE retention_state (
  only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
  incomplete_until TIMESTAMPTZ NOT NULL
);

-- Chunks in which something may have expired as of this time, the oldest first.
CREATE FUNCTION chunks_to_purge(as_of TIMESTAMPTZ) RETURNS TABLE (chunk TEXT) LANGUAGE sql STABLE AS $$
  SELECT format('%I.%I', c.chunk_schema, c.chunk_name)
  FROM timescaledb_information.chunks c LEFT JOIN channel_data_chunks k ON k.chunk = format('%I.%I', c.chunk_schema, c.chunk_name)
  WHERE c.hypertable_schema = 'public' AND c.hypertable_name = 'channel_data'
    AND coalesce(k.due, c.range_end + INTERVAL '1 day') <= as_of
  ORDER BY c.range_start
$$;

-- Drops the chunk, or removes what of it has expired. Returns whether it dropped it.
CREATE FUNCTION purge_chunk(which TEXT, as_of TIMESTAMPTZ) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
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
  IF next_due IS NULL THEN
    PERFORM drop_chunks('channel_data', older_than => end_at, newer_than => begin_at);
    DELETE FROM channel_data_chunks WHERE chunk = which;
    RETURN true;
  END IF;
  FOREACH keep IN ARRAY expired LOOP
    EXECUTE format('DELETE FROM %s WHERE %s', which,
      CASE keep WHEN 0 THEN 'keep_days IS NULL' ELSE 'keep_days = ' || keep END);
    INSERT INTO retention_state (incomplete_until) VALUES (end_at) ON CONFLICT (only_row)
      DO UPDATE SET incomplete_until = greatest(retention_state.incomplete_until, EXCLUDED.incomplete_until);
  END LOOP;
  INSERT INTO channel_data_chunks (chunk, due) VALUES (which, next_due) ON CONFLICT (chunk) DO UPDATE SET due = EXCLUDED.due;
  RETURN false;
END $$;

-- Lets rows stay longer whose rule learned so only after they were written. Returns how many.
CREATE FUNCTION apply_kept(before_time TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  changed BIGINT;
BEGIN
  WITH kept AS (DELETE FROM channel_data_kept WHERE time < before_time RETURNING *)
  UPDATE channel_data d SET keep_days = kept.keep_days FROM kept
    WHERE d.time = kept.time AND d.channel_id = kept.channel_id AND coalesce(d.keep_days, standard_keep_days()) < kept.keep_days;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

-- All samples under the name that they have on plain PostgreSQL too, where old ones are packed apart.
CREATE VIEW channel_history AS
  SELECT time, channel_id, value, quality, (time AT TIME ZONE 'UTC')::DATE AS day FROM channel_data;

-- A channel's samples from a time on and before another, ascending.
CREATE FUNCTION channel_history(channel TEXT, since TIMESTAMPTZ, before TIMESTAMPTZ)
RETURNS TABLE ("time" TIMESTAMPTZ, channel_id VARCHAR(50), value DOUBLE PRECISION, quality VARCHAR(10))
LANGUAGE sql STABLE AS $$
  SELECT d.time, d.channel_id, d.value, d.quality FROM channel_data d
  WHERE d.channel_id = channel AND d.time >= since AND d.time < before
  ORDER BY d.time
$$;
