-- Beyond the specification.

-- What belongs to a device connection and not to a channel: scan rate, time-outs, retries.
-- The name is the driver's name of the connection, such as "modbus tcp 192.168.1.10:502".
CREATE TABLE connection_settings (
  name TEXT PRIMARY KEY,
  settings JSONB NOT NULL,
  created_by INTEGER REFERENCES users(id),
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- When acquisition ran, so that the next start can mark in the data that it stopped, even after a crash.
CREATE TABLE acquisition_runs (
  id BIGSERIAL PRIMARY KEY,
  started_at TIMESTAMPTZ NOT NULL,
  last_alive TIMESTAMPTZ NOT NULL,
  stopped_at TIMESTAMPTZ
);

CREATE INDEX idx_acquisition_runs_last_alive ON acquisition_runs(last_alive);
