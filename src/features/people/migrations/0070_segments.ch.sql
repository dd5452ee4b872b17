-- The people of lists that are kept by hand, by the identifier they had when they were added, so that merging and parting
-- people is followed exactly. The newest row says whether they are listed.
CREATE TABLE IF NOT EXISTS {{table segment_members}}
(
  workspace UUID,
  segment UUID,
  anchor UInt128,
  listed UInt8,
  version UInt64
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, segment, anchor)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1;

{{distributed segment_members by cityHash64(anchor)}}
