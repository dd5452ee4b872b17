-- Which message proved that two identifiers are one person: every pair stands in both directions, and for each import
-- apart so that it can be taken back. `earliest` makes the engine keep the first proof of a kind.
CREATE TABLE IF NOT EXISTS {{table edges}}
(
  workspace UUID,
  anchor UInt128,
  other UInt128,
  how Enum8('together' = 1, 'alias' = 2),
  at DateTime64(3, 'UTC'),
  message UInt128,
  source LowCardinality(String),
  import UUID,
  earliest UInt64 DEFAULT 9223372036854775807 - toUnixTimestamp64Milli(at)
)
ENGINE = {{engine ReplacingMergeTree(earliest)}}
ORDER BY (workspace, anchor, other, how, import)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed edges by cityHash64(anchor)}}

-- The person of each anchor that is not a person by itself; person = anchor: it is again.
CREATE TABLE IF NOT EXISTS {{table persons}}
(
  workspace UUID,
  anchor UInt128,
  person UInt128,
  version UInt64,
  INDEX by_person person TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, anchor)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed persons by cityHash64(anchor)}}

-- What became of people and why: `anchor` and `with_anchor` are the identifiers that it was about.
CREATE TABLE IF NOT EXISTS {{table merges}}
(
  workspace UUID,
  id UUID,
  at DateTime64(3, 'UTC'),
  what Enum8('merged' = 1, 'refused' = 2, 'parted' = 3, 'joined' = 4, 'restored' = 5),
  person UInt128,
  other UInt128,
  anchor UInt128,
  with_anchor UInt128,
  message UInt128,
  reason LowCardinality(String),
  actor String,
  decision UUID
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (workspace, anchor, with_anchor, what, at, id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed merges by cityHash64(anchor)}}

-- Identifiers with the smallest one that chains of proofs lead to, while a workspace is resolved as a whole.
CREATE TABLE IF NOT EXISTS {{table groups}}
(
  workspace UUID,
  run UUID,
  round UInt16,
  anchor UInt128,
  label UInt128
)
ENGINE = {{engine MergeTree}}
PARTITION BY run
ORDER BY (round, anchor);

{{distributed groups by cityHash64(anchor)}}
