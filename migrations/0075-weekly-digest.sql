-- What: which managers were told of which week, and that they may do without.
-- Why: a week is told of once to each, on the Monday morning of their own department’s clocks, whichever worker comes first.
set local lock_timeout = '5s';

create table week_told (
  organization_id uuid not null,
  person_id uuid not null,
  week date not null check (extract(isodow from week) = 1),
  told_at timestamptz not null,
  primary key (organization_id, person_id, week),
  foreign key (organization_id, person_id) references person
);

alter table unwanted_news drop constraint unwanted_news_kind_check;
alter table unwanted_news add constraint unwanted_news_kind_check check (kind in ('report.month', 'report.week'));
