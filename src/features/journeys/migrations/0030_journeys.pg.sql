create table journey (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  document jsonb not null,
  version integer not null,
  changed_at timestamptz not null,
  -- The measure whose runs are complete in the warehouse; null before the first measurement.
  measured text,
  -- True while the runs of touched people are renewed: a restart then measures everything again.
  renewing boolean not null default false,
  -- The data horizon up to which runs were measured.
  as_of timestamptz
);

create index journey_by_workspace on journey (workspace_id, name collate "und-x-icu");
