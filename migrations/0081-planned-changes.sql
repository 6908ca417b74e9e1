-- What: changes of budgets, rules and allowances that hold from an instant on.
-- Why: “from 1 January” could only be said on 1 January.
set local lock_timeout = '5s';

-- `change`: what exactly, over what else holds then. One that was withdrawn never held: only what is ahead can be withdrawn.
create table planned_change (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in ('rules', 'allowance', 'budget')),
  -- Whose budget or rules; none for the rules of all, and for an allowance.
  department_id uuid,
  -- Whose allowance.
  person_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  change jsonb not null,
  from_at timestamptz not null,
  planned_at timestamptz not null,
  planned_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, planned_by) references person (organization_id, id),
  foreign key (organization_id, withdrawn_by) references person (organization_id, id),
  check (from_at > planned_at),
  constraint planned_change_withdrawn_ahead check (withdrawn_at < from_at),
  check (withdrawn_by is null or withdrawn_at is not null),
  check ((kind = 'allowance') = (person_id is not null)),
  check (case kind when 'budget' then department_id is not null when 'allowance' then department_id is null else true end)
);
create index planned_change_of_department on planned_change (organization_id, department_id, kind, from_at) where withdrawn_at is null;
create index planned_change_of_person on planned_change (organization_id, person_id, from_at) where person_id is not null and withdrawn_at is null;

create trigger planned_change_append_only before delete on planned_change
  for each row execute function refuse_change();
create trigger planned_change_settled before update on planned_change
  for each row when (
    old.withdrawn_at is not null
    or (old.organization_id, old.id, old.kind, old.department_id, old.person_id, old.currency, old.change, old.from_at,
        old.planned_at, old.planned_by) is distinct from
       (new.organization_id, new.id, new.kind, new.department_id, new.person_id, new.currency, new.change, new.from_at,
        new.planned_at, new.planned_by))
  execute function refuse_change_of_settled();

-- It decides about money, so every change is on record. A copy of src/domain/ledger/guarded.ts.
insert into guarded_table (name, keys, plain, texts) values
  ('planned_change', '{id}',
   '{kind,department_id,person_id,currency,change,from_at,planned_at,planned_by,withdrawn_at,withdrawn_by}', '{}');
create trigger planned_change_on_record after insert or update or delete on planned_change
  for each row execute function log_change();

-- When it was last counted: what began to hold since may need what was not counted before, so it begins anew.
alter table limit_usage add column counted_at timestamptz not null default '-infinity';

drop index activity_of_budgets;
create index activity_of_budgets on activity (organization_id, id)
  where kind in ('allowance.planned', 'allowance.set', 'budget.brought-home', 'budget.frozen', 'budget.moved', 'budget.planned',
                 'budget.set', 'budget.topped-up', 'budget.unfrozen', 'budget.written-off', 'plan.withdrawn', 'policy.planned',
                 'policy.set');
