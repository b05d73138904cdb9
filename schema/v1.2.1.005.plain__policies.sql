-- Retention as specified (samples 90 days, alarms 1 year), by a function that ParX calls: plain PostgreSQL has no
-- scheduler. Compression has no counterpart here.
--
-- The specification names no retention for the aggregates; without one they would grow for ever:
--   channel_data_1s  90 days, as the samples: with one value a second per channel it is as large as they are
--   channel_data_1m  2 years: a 60th of that, and enough to compare a campaign with that of the year before
-- batch_data has none: a batch's record is kept until a person deletes it.

-- Drops the partitions of a table that end at or before the limit, and such rows of its default partition.
CREATE FUNCTION drop_older(parent TEXT, time_column TEXT, span TEXT, keep_from TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql AS $$
DECLARE
  dropped INTEGER := 0;
  name_format TEXT := CASE span WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END;
  partition TEXT;
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(format('%I', parent))
      AND c.relname ~ ('^' || parent || '_[0-9]{' || length(name_format) || '}$')
      AND (to_timestamp(right(c.relname, length(name_format)) || ' +00', name_format || ' TZH') AT TIME ZONE 'UTC'
        + ('1 ' || span)::INTERVAL) AT TIME ZONE 'UTC' <= keep_from
    ORDER BY c.relname
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  EXECUTE format('DELETE FROM %I WHERE %I < %L', parent || '_default', time_column, keep_from);
  RETURN dropped;
END $$;

-- Applies retention as of this time. Returns how many partitions it dropped.
CREATE FUNCTION apply_retention(as_of TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  RETURN drop_older('channel_data', 'time', 'day', as_of - INTERVAL '90 days')
    + drop_older('alarms', 'time', 'day', as_of - INTERVAL '1 year')
    + drop_older('channel_data_1s', 'bucket', 'day', as_of - INTERVAL '90 days')
    + drop_older('channel_data_1m', 'bucket', 'month', as_of - INTERVAL '2 years');
END $$;
