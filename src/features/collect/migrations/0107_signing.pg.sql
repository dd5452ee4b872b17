-- With these the server of a site proves who its browsers are. Signatures are checked, so the secret itself is kept; it is
-- told once, to owners.
create table source_signing (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  source_id uuid not null references source on delete cascade,
  secret text not null,
  created_at timestamptz not null,
  ends_at timestamptz
);
create index source_signing_of_source on source_signing (source_id, created_at);
