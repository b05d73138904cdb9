-- Samples, alarms and batch samples without TimescaleDB: the same names, as daily range partitions (days in UTC).
-- A row of a day that has no partition goes to the default partition, so that no row is ever refused for its time;
-- ensure_partitions makes the day's partition and moves such rows there.

CREATE TABLE channel_data (
  time TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  quality VARCHAR(10) NOT NULL CHECK (quality IN ('GOOD', 'BAD', 'UNCERTAIN')),
  CONSTRAINT channel_data_pkey PRIMARY KEY (time, channel_id)
) PARTITION BY RANGE (time);

CREATE INDEX idx_channel_data_channel_id ON channel_data(channel_id, time DESC);

CREATE TABLE channel_data_default PARTITION OF channel_data DEFAULT;

CREATE TABLE alarms (
  time TIMESTAMPTZ NOT NULL,
  id VARCHAR(50) NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  severity VARCHAR(20) NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
  message TEXT NOT NULL,
  acknowledged BOOLEAN DEFAULT false,
  acknowledged_by INTEGER,
  acknowledged_at TIMESTAMPTZ,
  CONSTRAINT alarms_pkey PRIMARY KEY (time, id)
) PARTITION BY RANGE (time);

CREATE INDEX idx_alarms_channel_id ON alarms(channel_id, time DESC);
CREATE INDEX idx_alarms_severity ON alarms(severity, time DESC);
CREATE INDEX idx_alarms_acknowledged ON alarms(acknowledged);

CREATE TABLE alarms_default PARTITION OF alarms DEFAULT;

CREATE TABLE batch_data (
  time TIMESTAMPTZ NOT NULL,
  batch_id VARCHAR(50) NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  quality VARCHAR(10) NOT NULL,
  CONSTRAINT batch_data_pkey PRIMARY KEY (time, batch_id, channel_id)
) PARTITION BY RANGE (time);

CREATE INDEX idx_batch_data_batch_id ON batch_data(batch_id, time DESC);

CREATE TABLE batch_data_default PARTITION OF batch_data DEFAULT;

-- Makes the partition of one table and one day or month, unless it exists. Attaching takes a weak lock on the table,
-- so writers go on; CREATE TABLE … PARTITION OF would stop them.
--   time_column  the one it is partitioned by
--   span         'day' or 'month', in UTC
CREATE FUNCTION ensure_partition(parent TEXT, time_column TEXT, span TEXT, at TIMESTAMPTZ) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
  begin_at TIMESTAMPTZ := date_trunc(span, at, 'UTC');
  end_at TIMESTAMPTZ := (begin_at AT TIME ZONE 'UTC' + ('1 ' || span)::INTERVAL) AT TIME ZONE 'UTC';
  partition TEXT := parent || '_' || to_char(begin_at AT TIME ZONE 'UTC', CASE span WHEN 'day' THEN 'YYYYMMDD' ELSE 'YYYYMM' END);
BEGIN
  IF to_regclass(format('%I', partition)) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
  EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
    parent || '_default', time_column, begin_at, time_column, end_at, partition);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition, begin_at, end_at);
  RETURN true;
END $$;

-- Makes one table's partitions for every time from … to, both included. Returns how many it made.
CREATE FUNCTION ensure_partitions_of(parent TEXT, time_column TEXT, span TEXT, from_time TIMESTAMPTZ, to_time TIMESTAMPTZ)
RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  made INTEGER := 0;
  at TIMESTAMPTZ := date_trunc(span, from_time, 'UTC');
BEGIN
  WHILE at <= to_time LOOP
    IF ensure_partition(parent, time_column, span, at) THEN
      made := made + 1;
    END IF;
    at := (at AT TIME ZONE 'UTC' + ('1 ' || span)::INTERVAL) AT TIME ZONE 'UTC';
  END LOOP;
  RETURN made;
END $$;

-- Makes the partitions of every day from … to, both included, of the three tables. Returns how many it made.
-- Two callers at once: the second waits for the first.
CREATE FUNCTION ensure_partitions(from_time TIMESTAMPTZ, to_time TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parx.partitions'));
  RETURN ensure_partitions_of('channel_data', 'time', 'day', from_time, to_time)
    + ensure_partitions_of('alarms', 'time', 'day', from_time, to_time)
    + ensure_partitions_of('batch_data', 'time', 'day', from_time, to_time);
END $$;
