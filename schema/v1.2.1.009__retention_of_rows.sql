-- Why: the specification drops all samples after 90 days, while each of its storage rules names a retention of its
-- own (7d, 30d, …). Rows of several rules share channel_data, so that how long one stays has to stand with it.

-- How many days the row stays; NULL: the site's standard, 90 days as specified.
ALTER TABLE channel_data ADD COLUMN keep_days SMALLINT;

-- Rows that are to stay longer than they say themselves: the rule that wants it (the value before a jump) learned so
-- only after the row was written. Retention takes the longer one.
CREATE TABLE channel_data_kept (
  time TIMESTAMPTZ NOT NULL,
  channel_id VARCHAR(50) NOT NULL,
  keep_days SMALLINT NOT NULL CHECK (keep_days > 0),
  CONSTRAINT channel_data_kept_pkey PRIMARY KEY (time, channel_id)
);
