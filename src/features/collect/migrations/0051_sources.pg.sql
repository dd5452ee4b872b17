-- A source that was removed keeps its slug: events of it stay and must not seem to come from a later one.
create table source (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  slug text not null,
  name text not null,
  kind text not null check (kind in ('website', 'server', 'till', 'phone', 'mailing', 'import', 'form', 'webhook')),
  origins text[] not null default '{}',
  paused boolean not null default false,
  created_at timestamptz not null,
  removed_at timestamptz,
  unique (workspace_id, slug)
);

-- Of secret keys only the hash is kept; `text` holds keys that are public anyway, because browsers send them.
create table source_key (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  source_id uuid not null references source on delete cascade,
  hash text not null unique,
  hint text not null,
  text text,
  created_at timestamptz not null,
  used_at timestamptz,
  ends_at timestamptz
);
create index source_key_of_source on source_key (source_id, created_at);
