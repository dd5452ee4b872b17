-- One row per person and journey, derived from events and rebuildable. Arrays have one entry per run; inner arrays one
-- per touch, per touchpoint at its first touch (`first_`), or per touch that somebody answered about (`felt_`).
-- `steps` count from 1 in the measured touchpoints, times are milliseconds since 1970. `won` is the time of the goal or 0.
-- `nexts`: the step that came next on the way to the goal, 65535 the goal, 65534 none, 0 at and after the goal.
-- `first_marks`: before (1), at (2), after (3) the goal of a won run, else 0. `ways` are the channels of touches; `events`
-- and `channels` are the codes of all `happened` events of the person. No runs: the person is no longer there.
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
  ways Array(Array(UInt16)),
  nexts Array(Array(UInt16)),
  first_steps Array(Array(UInt16)),
  first_times Array(Array(Int64)),
  first_marks Array(Array(UInt8)),
  felt_steps Array(Array(UInt16)),
  felt Array(Array(Float32)),
  events Array(UInt16),
  channels Array(UInt16),
  happened UInt32,
  unplaced UInt32
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, journey, measure, person)
SETTINGS index_granularity = 1024;

{{distributed journey_runs by cityHash64(person)}}
