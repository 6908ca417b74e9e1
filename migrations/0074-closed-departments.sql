-- What: when departments were closed, by whom, and when they were opened again.
-- Why: a department that is over keeps its books, but takes no gifts; whether it does is a right, so it stands on the record.
set local lock_timeout = '5s';

create table department_closing (
  organization_id uuid not null references organization,
  id uuid not null,
  department_id uuid not null,
  closed_at timestamptz not null,
  closed_by uuid,
  opened_at timestamptz,
  opened_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  foreign key (organization_id, opened_by) references person (organization_id, id),
  check (opened_at is not null or opened_by is null)
);
create unique index department_closing_stands on department_closing (organization_id, department_id) where opened_at is null;
create trigger department_closing_never_deleted before delete or truncate on department_closing
  for each statement execute function refuse_deletion();
create trigger department_closing_keeps_identity
  before update of organization_id, id, department_id, closed_at, closed_by on department_closing
  for each row when (
    (old.organization_id, old.id, old.department_id, old.closed_at, old.closed_by) is distinct from
    (new.organization_id, new.id, new.department_id, new.closed_at, new.closed_by))
  execute function refuse_new_identity();
create trigger department_closing_settled before update on department_closing
  for each row when (old.opened_at is not null and old is distinct from new) execute function refuse_change_of_settled();

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('department_closing', '{id}', '{department_id,closed_at,closed_by,opened_at,opened_by}', '{}');
create trigger department_closing_on_record after insert or update or delete on department_closing
  for each row execute function log_change();
