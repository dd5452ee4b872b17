-- Erasures that were asked for and are not finished: recorded before the first deletion, taken up at every start. What is
-- needed to find the person again is sealed, so that a search of the files for the person does not find the order itself;
-- it goes when nothing is left to be done but the protocol, which then holds the result.
create table erasure_order (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  subject_hash text not null,
  reason text not null check (reason in ('person', 'retention')),
  sealed text not null,
  asked_at timestamptz not null,
  asked_by text,
  counts jsonb not null default '{}',
  checks jsonb,
  tries integer not null default 0,
  failed_at timestamptz,
  unique (workspace_id, subject_hash)
);
