-- What people configure, and who changed it, as specified.
-- TIMESTAMP columns carry no zone: ParX writes UTC into them.

CREATE TABLE channels (
  id VARCHAR(50) PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  protocol VARCHAR(20) NOT NULL CHECK (protocol IN ('modbus', 'ethernet-ip', 'opcua', 'mqtt', 'egd')),
  enabled BOOLEAN DEFAULT true,
  config JSONB NOT NULL,
  metadata JSONB,
  created_by INTEGER REFERENCES users(id),
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_channels_protocol ON channels(protocol);
CREATE INDEX idx_channels_enabled ON channels(enabled);
CREATE INDEX idx_channels_config ON channels USING GIN (config);

CREATE TABLE storage_rules (
  id VARCHAR(50) PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  enabled BOOLEAN DEFAULT true,
  backend VARCHAR(20) NOT NULL CHECK (backend IN ('timescaledb', 'influxdb', 'file')),
  mode VARCHAR(20) NOT NULL CHECK (mode IN ('continuous', 'change', 'event', 'trigger')),
  channels TEXT[] NOT NULL,
  config JSONB NOT NULL,
  created_by INTEGER REFERENCES users(id),
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_storage_rules_enabled ON storage_rules(enabled);
CREATE INDEX idx_storage_rules_backend ON storage_rules(backend);

CREATE TABLE dashboards (
  id VARCHAR(50) PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  description TEXT,
  user_id INTEGER REFERENCES users(id) ON DELETE CASCADE,
  shared BOOLEAN DEFAULT false,
  layout JSONB NOT NULL,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_dashboards_user_id ON dashboards(user_id);
CREATE INDEX idx_dashboards_shared ON dashboards(shared);

CREATE TABLE derived_signals (
  id VARCHAR(50) PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  formula TEXT NOT NULL,
  units VARCHAR(20),
  description TEXT,
  source_channels TEXT[] NOT NULL,
  created_by INTEGER REFERENCES users(id),
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_derived_signals_name ON derived_signals(name);

CREATE TABLE batches (
  id VARCHAR(50) PRIMARY KEY,
  start_time TIMESTAMP NOT NULL,
  end_time TIMESTAMP,
  status VARCHAR(20) CHECK (status IN ('active', 'completed', 'aborted')),
  metadata JSONB,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_batches_start_time ON batches(start_time);
CREATE INDEX idx_batches_status ON batches(status);

CREATE TABLE audit_log (
  id SERIAL PRIMARY KEY,
  user_id INTEGER REFERENCES users(id),
  action VARCHAR(50) NOT NULL,
  resource_type VARCHAR(50) NOT NULL,
  resource_id VARCHAR(50),
  changes JSONB,
  ip_address INET,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_audit_log_user_id ON audit_log(user_id);
CREATE INDEX idx_audit_log_created_at ON audit_log(created_at);
CREATE INDEX idx_audit_log_resource ON audit_log(resource_type, resource_id);
