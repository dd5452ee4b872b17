-- How the columns of contact files become contacts, kept by name and used again for files with the same columns.
create table contact_mapping (
  id uuid primary key,
  workspace_id uuid not null references workspace on delete cascade,
  name text not null,
  mapping jsonb not null,
  columns jsonb not null,
  used_at timestamptz not null,
  unique (workspace_id, name)
);

-- What an import of contacts came to, beside its record among the imports.
create table contact_import (
  import_id uuid primary key references import on delete cascade,
  workspace_id uuid not null references workspace on delete cascade,
  mapping text not null,
  result jsonb not null
);
create index contact_import_of_workspace on contact_import (workspace_id);
