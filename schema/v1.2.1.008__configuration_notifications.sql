-- A change of configuration by anyone reaches every running ParX: LISTEN parx_configuration; the payload is the
-- table's name. By statement, not by row: PostgreSQL folds equal notifications of one transaction into one.

CREATE FUNCTION notify_configuration() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('parx_configuration', TG_TABLE_NAME);
  RETURN NULL;
END $$;

CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON users
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON channels
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON storage_rules
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON dashboards
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON derived_signals
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER notify_configuration AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON connection_settings
  FOR EACH STATEMENT EXECUTE FUNCTION notify_configuration();
