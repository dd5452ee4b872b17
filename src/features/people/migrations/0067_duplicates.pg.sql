-- Pairs of people who may be one, as the last search found them and as people decided. `one` and `other` are the persons
-- that they were then, decimal text, the smaller first.
create table duplicate (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  one text not null,
  other text not null,
  score real not null,
  reasons jsonb not null,
  state text not null default 'open',
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  unique (workspace_id, one, other)
);
create index duplicate_waiting on duplicate (workspace_id, state, score desc);

-- When duplicates were last looked for.
create table duplicate_search (
  workspace_id uuid primary key references workspace on delete cascade,
  searched_at timestamptz not null,
  compared bigint not null,
  capped boolean not null
);
