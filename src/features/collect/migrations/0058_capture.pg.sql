-- Tablets and phones that ask and note without anybody signed in. Of the key in their link only the hash is kept.
create table capture_device (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('question', 'staff')),
  name text not null,
  place text not null,
  -- How the till calls itself in its exports, to count its receipts; empty: receipts of the place.
  till text not null,
  language text not null check (language in ('de', 'en')),
  -- Whether staff may add the customer and the amount to an answer.
  extra boolean not null,
  -- Three answers within so many seconds are taken for play; 0: never.
  burst integer not null,
  key_hash text not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz,
  seen_at timestamptz,
  waiting integer not null default 0
);
create index capture_device_of_workspace on capture_device (workspace_id, created_at);

-- The name of a tile stands in events: it is given once and never changes; its words and its channel may.
create table capture_tile (
  workspace_id uuid not null references workspace on delete cascade,
  id text not null,
  de text not null,
  en text not null,
  icon text not null,
  channel text not null,
  place integer not null,
  archived boolean not null default false,
  primary key (workspace_id, id)
);

-- The source under which everything captured is stored.
create table capture_source (
  workspace_id uuid primary key references workspace on delete cascade,
  source_id uuid not null
);

-- Entries that were taken back: a repeated delivery must not bring them back.
create table capture_withdrawn (
  workspace_id uuid not null references workspace on delete cascade,
  message_id uuid not null,
  withdrawn_at timestamptz not null,
  primary key (workspace_id, message_id)
);

create table capture_tally (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  device_id uuid not null references capture_device on delete cascade,
  day date not null,
  counts jsonb not null,
  entered_at timestamptz not null,
  withdrawn_at timestamptz
);
create index capture_tally_of_workspace on capture_tally (workspace_id, entered_at);
