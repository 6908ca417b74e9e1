-- What: the imports of people: what came of each, which rows were bad, and for a day how people were before.
-- Why: nobody watches a file that is read at night, so what it did and what was wrong is kept where admins see it; and an import that
-- was a mistake is put back with one word while it is known how things were.
set local lock_timeout = '5s';

create table people_import (
  organization_id uuid not null references organization,
  id uuid not null,
  source text not null check (source in ('web', 'shell', 'clock')),
  status text not null check (status in ('done', 'unchanged', 'failed', 'held', 'undone')),
  at timestamptz not null,
  actor_id uuid,
  -- Counts, why nothing was done, and bad rows. Older ones are deleted: rows quote names and addresses.
  detail jsonb not null,
  -- What the server called the file, to be told when it is the same.
  etag text,
  -- People as they were before and after; gone once it cannot be undone any more.
  undo jsonb,
  primary key (organization_id, id),
  foreign key (organization_id, actor_id) references person (organization_id, id)
);
create index people_import_at on people_import (organization_id, at desc);
