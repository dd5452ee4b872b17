-- The channel rules of a workspace that changed them, every version of them; without a row the product's own hold.
create table channel_rules (
  workspace_id uuid not null references workspace on delete cascade,
  version integer not null,
  rules jsonb not null,
  is_default boolean not null,
  saved_at timestamptz not null,
  saved_by text not null,
  primary key (workspace_id, version)
);

-- Past events on their way to the channels of the newest rules, one at most per workspace; taken up again after a crash.
create table channel_recount (
  workspace_id uuid primary key references workspace on delete cascade,
  state text not null check (state in ('waiting', 'renaming', 'settling', 'done', 'failed')),
  progress real not null,
  changed bigint not null,
  started_at timestamptz not null,
  finished_at timestamptz
);

-- Where a shop system or a mail provider sends to: the address says which, the secret that it is really them.
create table webhook (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  source_id uuid not null references source on delete cascade,
  provider text not null check (provider in ('shopify', 'woocommerce', 'orders', 'mail')),
  address text not null unique,
  secret text not null,
  created_at timestamptz not null,
  secret_at timestamptz not null
);
create index webhook_of_source on webhook (workspace_id, source_id);

-- What came last, for people who set a webhook up; old ones are removed.
create table webhook_delivery (
  id bigint generated always as identity primary key,
  webhook_id uuid not null references webhook on delete cascade,
  received_at timestamptz not null,
  outcome text not null check (outcome in ('taken', 'known', 'ignored', 'rejected', 'unsigned')),
  topic text not null,
  events integer not null,
  detail text not null
);
create index webhook_delivery_of_webhook on webhook_delivery (webhook_id, id desc);

-- Which messages of a webhook became events, and under which time: a delivery that comes again, however late, falls on
-- the same event.
create table webhook_message (
  webhook_id uuid not null references webhook on delete cascade,
  message text not null,
  raw_ms bigint not null,
  taken boolean not null,
  primary key (webhook_id, message)
);
