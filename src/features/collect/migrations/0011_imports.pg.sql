create table import (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  file_name text not null,
  state text not null,
  progress real not null default 0,
  read bigint not null default 0,
  imported bigint not null default 0,
  rejected bigint not null default 0,
  duplicates bigint not null default 0,
  events bigint not null default 0,
  people bigint not null default 0,
  problem text,
  rejects_file text,
  reading jsonb,
  mapping jsonb,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index import_of_workspace on import (workspace_id, started_at desc);
