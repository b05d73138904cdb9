-- Retention as specified (samples 90 days, alarms 1 year), by a function that ParX calls: plain PostgreSQL has no
-- scheduler. Compression has no counterpart here.

-- Drops the daily partitions of a table that end at or before the limit, and such rows of its default partition.
CREATE FUNCTION drop_older(parent TEXT, keep_from TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  dropped INTEGER := 0;
  partition TEXT;
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(format('%I', parent))
      AND c.relname ~ ('^' || parent || '_[0-9]{8}$')
      AND to_timestamp(right(c.relname, 8) || ' +00', 'YYYYMMDD TZH') + INTERVAL '24 hours' <= keep_from
    ORDER BY c.relname
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  EXECUTE format('DELETE FROM %I WHERE time < %L', parent || '_default', keep_from);
  RETURN dropped;
END $$;

-- Applies the specification's retention as of this time. Returns how many partitions it dropped.
CREATE FUNCTION apply_retention(as_of TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  RETURN drop_older('channel_data', as_of - INTERVAL '90 days') + drop_older('alarms', as_of - INTERVAL '1 year');
END $$;
