-- Compression and retention as specified. Compression must be enabled before its policy is added.

ALTER TABLE channel_data SET (
  timescaledb.compress,
  timescaledb.compress_segmentby = 'channel_id',
  timescaledb.compress_orderby = 'time DESC'
);

SELECT add_compression_policy('channel_data', INTERVAL '7 days');
SELECT add_retention_policy('channel_data', INTERVAL '90 days');
SELECT add_retention_policy('alarms', INTERVAL '1 year');
