-- What: who gets the spend of each month as a file by mail, by what, in which format, and which month they got last.
-- Why: the people who answer for money keep these files, and fetched them by hand on the first days of each month.
set local lock_timeout = '5s';

-- It goes to the person’s own address, and holds what they may see, both as they are when it is sent.
create table spend_mailing (
  organization_id uuid not null,
  person_id uuid not null,
  by text not null check (by <> ''),
  format text not null check (format in ('csv', 'xlsx')),
  set_at timestamptz not null,
  mailed_month text check (mailed_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person
);
