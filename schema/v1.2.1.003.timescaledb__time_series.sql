-- Samples, alarms and batch samples as hypertables.
-- create_default_indexes => false: the default index on (time DESC) repeats the front of the primary key and
-- halves the speed of COPY. Chunk interval: one day, as specified.

CREATE TABLE channel_data (
  time TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  quality VARCHAR(10) NOT NULL CHECK (quality IN ('GOOD', 'BAD', 'UNCERTAIN')),
  CONSTRAINT channel_data_pkey PRIMARY KEY (time, channel_id)
);

SELECT create_hypertable('channel_data', 'time',
  chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);

CREATE INDEX idx_channel_data_channel_id ON channel_data(channel_id, time DESC);

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
);

SELECT create_hypertable('alarms', 'time',
  chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);

CREATE INDEX idx_alarms_channel_id ON alarms(channel_id, time DESC);
CREATE INDEX idx_alarms_severity ON alarms(severity, time DESC);
CREATE INDEX idx_alarms_acknowledged ON alarms(acknowledged);

CREATE TABLE batch_data (
  time TIMESTAMPTZ NOT NULL,
  batch_id VARCHAR(50) NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  quality VARCHAR(10) NOT NULL,
  CONSTRAINT batch_data_pkey PRIMARY KEY (time, batch_id, channel_id)
);

SELECT create_hypertable('batch_data', 'time',
  chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);

CREATE INDEX idx_batch_data_batch_id ON batch_data(batch_id, time DESC);
