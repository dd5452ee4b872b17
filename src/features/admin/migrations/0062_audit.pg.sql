-- Who saw and changed what. Every entry carries the hash of itself and the one before it, so that a change, a gap or a
-- swap shows; the database refuses all of them. No reference to the workspace: the log outlives what it tells of.
create table audit_entry (
  workspace_id uuid not null,
  number bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'local', 'customer', 'system')),
  actor text not null,
  action text not null,
  person text,
  details text not null,
  previous text not null,
  hash text not null,
  primary key (workspace_id, number)
);
create index audit_entry_of_person on audit_entry (workspace_id, person, number) where person is not null;

create function keep_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is never changed';
end $$;
create trigger keep_audit before update or delete on audit_entry for each row execute function keep_audit();
create trigger keep_whole_audit before truncate on audit_entry for each statement execute function keep_audit();
