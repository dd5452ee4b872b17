-- What a workspace decided about the data of people. The secret keys the hashes of the suppression list and the signatures
-- of preference links; it never leaves the database but into the memory of the server.
create table privacy (
  workspace_id uuid primary key references workspace on delete cascade,
  secret text not null,
  without_consent text not null default 'legitimate' check (without_consent in ('legitimate', 'consent', 'strip')),
  controller text not null default '',
  anonymous_months integer check (anonymous_months between 1 and 240),
  event_months integer check (event_months between 1 and 240),
  inactive_months integer check (inactive_months between 1 and 240),
  retention_ran_at timestamptz
);

-- What people are told when they are asked. A text that was shown stays as it was; a new one is a new version.
create table consent_wording (
  workspace_id uuid not null references workspace on delete cascade,
  purpose text not null,
  version integer not null,
  basis text not null,
  valid_months integer check (valid_months between 1 and 120),
  title_de text not null,
  text_de text not null,
  title_en text not null,
  text_en text not null,
  created_at timestamptz not null,
  created_by text,
  primary key (workspace_id, purpose, version)
);

create function keep_wording() returns trigger language plpgsql as $$
begin
  raise exception 'a wording is never changed';
end $$;
create trigger keep_wording before update on consent_wording for each row execute function keep_wording();

-- People whose data are kept and not used. An anchor, so that it outlives merging and parting.
create table restriction (
  workspace_id uuid not null references workspace on delete cascade,
  anchor text not null,
  reason text not null default '',
  since timestamptz not null,
  set_by text,
  primary key (workspace_id, anchor)
);

create table protection_request (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  anchor text,
  kind text not null check (kind in ('copy', 'correction', 'restriction', 'objection', 'erasure')),
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  asked_by text not null check (asked_by in ('person', 'staff')),
  note text not null default '',
  answer text not null default '',
  created_at timestamptz not null,
  due_at timestamptz not null,
  closed_at timestamptz,
  closed_by text
);
create index protection_request_of_workspace on protection_request (workspace_id, state, due_at);

-- Keyed hashes of the identifiers of people who were erased, so that nothing brings them back.
create table suppression (
  workspace_id uuid not null references workspace on delete cascade,
  hash text not null,
  at timestamptz not null,
  primary key (workspace_id, hash)
);

-- What was erased when and by whom; it says no more about the person than the keyed hash of their number.
create table erasure (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  person_hash text not null,
  at timestamptz not null,
  erased_by text,
  reason text not null check (reason in ('person', 'retention')),
  people integer not null default 1,
  counts jsonb not null,
  checks jsonb not null
);
create index erasure_of_workspace on erasure (workspace_id, at desc);
