-- The counterpart of what plain PostgreSQL needs under this number: nothing. TimescaleDB fills its continuous aggregates
-- in batches of its own.
SELECT 1;
