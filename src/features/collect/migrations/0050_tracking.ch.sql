-- The facts from which rules name the channel of a session, so that past events can follow other rules; empty: the channel
-- was given.
{{alter events}} ADD COLUMN IF NOT EXISTS entry Map(LowCardinality(String), String);

-- Messages that stayed out. Of a flood only a sample stands here: a row tells how many messages it stands for.
CREATE TABLE IF NOT EXISTS {{table rejected}}
(
  workspace UUID,
  source LowCardinality(String),
  received DateTime64(3, 'UTC'),
  reason LowCardinality(String),
  field String,
  detail String,
  sample String,
  count UInt32 DEFAULT 1
)
ENGINE = {{engine MergeTree}}
ORDER BY (workspace, source, received)
TTL toDateTime(received) + INTERVAL 30 DAY
SETTINGS index_granularity = 1024;

{{distributed rejected by cityHash64(workspace, source)}}
