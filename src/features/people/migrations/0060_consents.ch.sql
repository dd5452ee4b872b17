-- What people decided, one row per decision and purpose, kept with the identifier that it was said with: appended, never
-- changed. `source`, `import` and `proof` tell where it comes from; `expires` null: until it is taken back.
CREATE TABLE IF NOT EXISTS {{table consents}}
(
  workspace UUID,
  anchor UInt128,
  purpose LowCardinality(String),
  state Enum8('granted' = 1, 'denied' = 2, 'withdrawn' = 3, 'objected' = 4),
  basis LowCardinality(String),
  wording String,
  at DateTime64(3, 'UTC'),
  proof String,
  expires Nullable(DateTime64(3, 'UTC')),
  source LowCardinality(String),
  import UUID,
  received DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {{engine MergeTree}}
ORDER BY (workspace, anchor, purpose, at)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed consents by cityHash64(anchor)}}
