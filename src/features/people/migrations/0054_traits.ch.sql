-- What is known of people, by the identifier that said it, so that parting two identifiers parts their traits. The newest
-- statement of each source stays, and of each import, so that taking one back leaves the one before; an empty value takes one back. `folded` is what a search compares: names without case
-- and accents (Mueller, Müller and Muller are one), phone numbers without anything but digits.
CREATE TABLE IF NOT EXISTS {{table traits}}
(
  workspace UUID,
  anchor UInt128,
  key LowCardinality(String),
  value String,
  source LowCardinality(String),
  at DateTime64(3, 'UTC'),
  import UUID,
  folded String MATERIALIZED multiIf(
    key IN ('first_name', 'last_name', 'name', 'company', 'email'),
    replaceRegexpAll(
      replaceAll(replaceRegexpAll(normalizeUTF8NFKD(lowerUTF8(value)), '\\p{Mn}', ''), 'ß', 'ss'), '([aou])e', '\\1'),
    key = 'phone', replaceRegexpAll(value, '[^0-9]', ''),
    '')
)
ENGINE = {{engine ReplacingMergeTree(at)}}
ORDER BY (workspace, anchor, key, source, import)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed traits by cityHash64(anchor)}}

-- The ends and the sum of a path, so that a list sorted by them need not read the arrays.
{{alter paths}} ADD COLUMN IF NOT EXISTS first Int64 MATERIALIZED times[1];
{{alter paths}} ADD COLUMN IF NOT EXISTS last Int64 MATERIALIZED times[-1];
{{alter paths}} ADD COLUMN IF NOT EXISTS total Decimal(18, 4) MATERIALIZED arraySum(arrayMap(value -> ifNull(value, 0), values));
ALTER TABLE {{table paths}} MATERIALIZE COLUMN first, MATERIALIZE COLUMN last, MATERIALIZE COLUMN total;
