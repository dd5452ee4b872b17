-- Segments: people who satisfy a rule now, or (`rule` null) a list that is kept by hand.
create table segment (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  description text not null default '',
  rule jsonb,
  version integer not null,
  changed_at timestamptz not null
);
create index segment_by_workspace on segment (workspace_id, name collate "und-x-icu");

-- How many people a segment had on a day, as it was last counted on that day.
create table segment_count (
  segment_id uuid not null references segment on delete cascade,
  workspace_id uuid not null references workspace on delete cascade,
  day date not null,
  people integer not null,
  everybody integer not null,
  counted_at timestamptz not null,
  primary key (segment_id, day)
);
create index segment_count_of_workspace on segment_count (workspace_id, day);
