-- Why: fill_coarser_rollups took a day at a time. Of a thousand channels that is 86 million seconds in one transaction;
-- an hour at a time it is over within seconds, and whoever waits for its end does not notice.

-- Fills the coarser rollups for one more hour before rollup_state.coarser_from, in a database that was there before them;
-- the newest hour first. Returns whether there may be more.
CREATE OR REPLACE FUNCTION fill_coarser_rollups() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  begins TIMESTAMPTZ;
  hour TIMESTAMPTZ;
BEGIN
  SELECT date_trunc('hour', coarser_from - INTERVAL '1 microsecond', 'UTC') INTO hour FROM rollup_state;
  IF hour IS NULL THEN
    RETURN false;
  END IF;
  SELECT min(to_timestamp(right(c.relname, 6) || ' +00', 'YYYYMM TZH')) INTO begins
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'channel_data_1m'::regclass AND c.relname ~ '^channel_data_1m_[0-9]{6}$';
  IF begins IS NULL OR hour < begins THEN
    UPDATE rollup_state SET coarser_from = NULL;
    RETURN false;
  END IF;
  PERFORM ensure_rollup_partitions(hour, hour);
  PERFORM refresh_coarser_rollups(hour, hour + INTERVAL '1 hour' - INTERVAL '1 microsecond');
  UPDATE rollup_state SET coarser_from = hour;
  RETURN true;
END $$;
