-- One row per person and journey, derived from events and rebuildable. The outer arrays have one entry per run, the
-- inner ones one per touch: `steps` count from 1 in the measured touchpoints, times are milliseconds since 1970,
-- `marks` tell touches before (1), at (2) and after (3) the goal of a won run, `emotions` hold NaN where nobody answered.
-- `won` is the time of the goal or 0. No runs: the person is no longer there.
CREATE TABLE IF NOT EXISTS {{table journey_runs}}
(
  workspace UUID,
  journey UUID,
  measure UInt64,
  person UInt128,
  version UInt64,
  started Array(Int64),
  ended Array(Int64),
  won Array(Int64),
  values Array(Decimal(18, 4)),
  steps Array(Array(UInt16)),
  times Array(Array(Int64)),
  channels Array(Array(UInt16)),
  marks Array(Array(UInt8)),
  emotions Array(Array(Float32)),
  events UInt32,
  unplaced UInt32
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, journey, measure, person)
SETTINGS index_granularity = 1024;

{{distributed journey_runs by cityHash64(person)}}
