-- Why: PostgreSQL stops with an error where a product or a quotient of doubles is too small for one (a value near 1e-310,
-- such as a double read in the wrong word order, divided by a number of samples; the square of 1e-170), and with it stopped
-- every rollup. Averages and deviations take what is closer to zero than 1e-100 as zero now, as they take what is beyond
-- ±1e100 as ±1e100. Lowest, highest, first and last value stay as they are.
--
-- The two functions change in that only, so the change is made in their text.
DO $do$
DECLARE
  change RECORD;
  before TEXT;
  after TEXT;
BEGIN
  FOR change IN SELECT * FROM (VALUES
    ('refresh_rollups(timestamptz, timestamptz)', 'LEAST(GREATEST(value, -1e100), 1e100)',
      'CASE WHEN abs(value) < 1e-100 THEN 0 ELSE LEAST(GREATEST(value, -1e100), 1e100) END'),
    -- A mean of values of 1e-100 and more may be smaller than these, where they cancel each other out.
    ('refresh_coarser_rollup(text, interval, text, text, timestamptz, timestamptz)', 'SUM(avg_value * sample_count)',
      'SUM(CASE WHEN abs(avg_value) < 1e-150 THEN 0 ELSE avg_value END * sample_count)')
  ) c (name, old, new) LOOP
    before := pg_get_functiondef(change.name::REGPROCEDURE);
    after := replace(before, change.old, change.new);
    IF after = before THEN
      RAISE EXCEPTION 'The function % is not the one of v1.2.1.013', change.name;
    END IF;
    EXECUTE after;
  END LOOP;
END $do$;
