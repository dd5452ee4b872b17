-- What people decided about who is whom. A decision is about pairs of identifiers; the rows of `identity_pair` say which.
create table identity_decision (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  kind text not null check (kind in ('join', 'part')),
  actor text not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  settled boolean not null default false
);
create index identity_decision_unsettled on identity_decision (made_at) where not settled;

-- Two anchors in decimal; a pair that a later decision overrules is suspended by it.
create table identity_pair (
  decision_id uuid not null references identity_decision on delete cascade,
  workspace_id uuid not null references workspace on delete cascade,
  anchor text not null,
  other text not null,
  suspended_by uuid references identity_decision on delete set null,
  primary key (decision_id, anchor, other)
);
create index identity_pair_anchor on identity_pair (workspace_id, anchor);
create index identity_pair_other on identity_pair (workspace_id, other);

create table identity_rules (
  workspace_id uuid primary key references workspace on delete cascade,
  document jsonb not null,
  settled boolean not null default false
);
