-- What: which months people were told of, and who wants no such news.
-- Why: a month is told of once, whichever worker comes first, and whoever answers for a budget may do without.
set local lock_timeout = '5s';

create table month_told (
  organization_id uuid not null references organization,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  told_at timestamptz not null,
  primary key (organization_id, month)
);

create table unwanted_news (
  organization_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('report.month')),
  primary key (organization_id, person_id, kind),
  foreign key (organization_id, person_id) references person
);
