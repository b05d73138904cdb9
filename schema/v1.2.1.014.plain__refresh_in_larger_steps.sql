-- The counterpart of what TimescaleDB needs under this number: nothing. Here ParX refreshes the rollups itself.
SELECT 1;
