create table workspace (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  time_zone text not null,
  currency text not null,
  language text not null check (language in ('de', 'en')),
  created_at timestamptz not null default now()
);

create table member (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspace on delete cascade,
  account_id text not null references user_account on delete cascade,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  since timestamptz not null default now(),
  unique (workspace_id, account_id)
);
create index member_account on member (account_id);

-- The id is the secret of the link.
create table invitation (
  id text primary key,
  workspace_id uuid not null references workspace on delete cascade,
  email text not null,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_by text references user_account on delete cascade
);
create index invitation_email on invitation (email);

-- Two people who sign up at the same moment must not both become the first: only the database can see that.
create function admit_account() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(4870002);
  if exists (select from user_account) and not exists (
    select from invitation where email = new.email and accepted_by is null and expires_at > now()
  ) then
    raise exception 'sign-up is closed';
  end if;
  return new;
end $$;
create trigger admit_account before insert on user_account for each row execute function admit_account();

-- Workspaces that the command line made before anybody signed up belong to the first account.
create function hand_over_workspaces() returns trigger language plpgsql as $$
begin
  insert into member (workspace_id, account_id, role)
  select id, new.id, 'owner' from workspace
  where not exists (select from member where role = 'owner' and workspace_id = workspace.id)
    and (select count(*) from user_account) = 1;
  return null;
end $$;
create trigger hand_over_workspaces after insert on user_account for each row execute function hand_over_workspaces();
