-- The counterpart of what plain PostgreSQL needs under this number: nothing. TimescaleDB's aggregates are not refreshed for
-- times some of whose samples have been dropped.
SELECT 1;
