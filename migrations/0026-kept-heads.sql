-- Where the newest seal's number and hash were last written to, outside of this database.
create table kept_head (
  organization_id uuid not null references organization,
  -- As the setting names it: file:/srv/heads.txt, mail:audit@example.com.
  place text not null,
  number integer not null,
  kept_at timestamptz not null,
  primary key (organization_id, place)
);

-- When the books were last proved, and what did not hold then: the first rows of each rule, in words. Of all organizations at once.
create table last_proof (
  is_single boolean primary key default true check (is_single),
  proved_at timestamptz not null,
  broken jsonb not null
);
