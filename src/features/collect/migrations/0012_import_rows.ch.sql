-- The rows of the import that is running, in the order of what they say, so that equal ones lie together. One partition
-- per import, dropped when it ends and never worth merging.
CREATE TABLE IF NOT EXISTS {{table import_rows}}
(
  workspace UUID,
  import UUID,
  row UInt64,
  line UInt64,
  lines UInt32,
  hash UInt128,
  anchor UInt128,
  kind LowCardinality(String),
  person String,
  anchor2 UInt128,
  kind2 LowCardinality(String),
  person2 String,
  time DateTime64(3, 'UTC'),
  name LowCardinality(String),
  channel LowCardinality(String),
  value Nullable(Decimal(18, 4)),
  currency LowCardinality(String),
  session String,
  basket UInt128,
  properties Map(LowCardinality(String), String),
  reason LowCardinality(String),
  field LowCardinality(String),
  bad String,
  cells Array(String)
)
ENGINE = {{engine MergeTree}}
PARTITION BY import
ORDER BY (hash, row)
SETTINGS max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1;

{{distributed import_rows by cityHash64(hash)}}

-- The rows behind events that were made of several (one event per basket): so that rows which arrive later, or an import
-- that is taken back, change the event and nothing is counted twice.
CREATE TABLE IF NOT EXISTS {{table import_lines}}
(
  workspace UUID,
  basket UInt128,
  message UInt128,
  import UUID,
  received DateTime64(3, 'UTC'),
  seq UInt64,
  anchor UInt128,
  anchor2 UInt128,
  time DateTime64(3, 'UTC'),
  name LowCardinality(String),
  channel LowCardinality(String),
  value Nullable(Decimal(18, 4)),
  currency LowCardinality(String),
  session String,
  properties Map(LowCardinality(String), String)
)
ENGINE = {{engine MergeTree}}
ORDER BY (workspace, basket, message)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed import_lines by cityHash64(basket)}}

-- The people whose events an import or its undoing changes; kept until their paths are settled.
CREATE TABLE IF NOT EXISTS {{table import_people}}
(
  workspace UUID,
  import UUID,
  anchor UInt128
)
ENGINE = {{engine MergeTree}}
PARTITION BY import
ORDER BY anchor
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed import_people by cityHash64(anchor)}}
