-- Which properties are looked up by person, derived and rebuildable. `build` tells apart the rows of one property that were
-- built at different times; unfit: its values are too long or too many.
CREATE TABLE IF NOT EXISTS {{table facet_keys}}
(
  workspace UUID,
  key String,
  build UInt64,
  state Enum8('building' = 1, 'ready' = 2, 'unfit' = 3, 'dropped' = 4),
  version UInt64
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, key);

{{distributed facet_keys by 0}}

-- The distinct values that a property has over all events of a person, '' where an event lacks it. People with no value
-- at all have no row, or an empty one.
CREATE TABLE IF NOT EXISTS {{table facets}}
(
  workspace UUID,
  key LowCardinality(String),
  build UInt64,
  person UInt128,
  version UInt64,
  values Array(LowCardinality(String))
)
ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (workspace, key, build, person)
SETTINGS index_granularity = 1024;

{{distributed facets by cityHash64(person)}}
