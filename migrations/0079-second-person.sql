-- What: above which amount a change of money rules needs a second person, and the changes that wait for one.
-- Why: whoever may set budgets could raise one by any amount alone, or with somebody else’s account in their hands.
set local lock_timeout = '5s';

-- Above which amounts, in minor units by currency, a second person confirms. The newest one holds. Without one, nobody is asked.
create table second_person (
  organization_id uuid not null references organization,
  id uuid not null,
  over jsonb not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
create index second_person_newest on second_person (organization_id, set_at desc, id desc);
create trigger second_person_append_only before update or delete on second_person
  for each row execute function refuse_change();

-- One person asks for a change, another one confirms. `change`: what exactly; `basis`: the version of what it was based on.
-- `proposed_by`: nobody when whoever runs the program did; `by_operator` and `decided_by_operator` name them then.
create table proposal (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in ('top-up', 'move', 'budget', 'rules', 'allowance', 'write-off', 'second-person')),
  change jsonb not null,
  basis text not null,
  -- What it comes to; null where it takes a limit away.
  amount_minor bigint,
  currency text not null,
  reason text not null,
  salt uuid not null default gen_random_uuid(),
  proposed_by uuid,
  by_operator text,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'confirmed', 'declined', 'withdrawn', 'expired')),
  decided_by uuid,
  decided_by_operator text,
  decided_at timestamptz,
  decision_reason text not null default '',
  primary key (organization_id, id),
  foreign key (organization_id, proposed_by) references person (organization_id, id),
  foreign key (organization_id, decided_by) references person (organization_id, id),
  constraint proposal_by_another check (status <> 'confirmed' or decided_by is distinct from proposed_by),
  check ((status = 'open') = (decided_at is null)),
  check ((proposed_by is null) <> (by_operator is null)),
  check ((status in ('open', 'expired')) = (decided_by is null and decided_by_operator is null))
);
create index proposal_open on proposal (organization_id, proposed_at) where status = 'open';
create trigger proposal_settled before update on proposal
  for each row when (
    old.status <> 'open'
    or (old.organization_id, old.id, old.kind, old.change, old.basis, old.amount_minor, old.currency, old.reason, old.salt,
        old.proposed_by, old.by_operator, old.proposed_at, old.expires_at) is distinct from
       (new.organization_id, new.id, new.kind, new.change, new.basis, new.amount_minor, new.currency, new.reason, new.salt,
        new.proposed_by, new.by_operator, new.proposed_at, new.expires_at))
  execute function refuse_change_of_settled();

-- All of it decides about money, so every change is on record. A copy of src/domain/ledger/guarded.ts.
insert into guarded_table (name, keys, plain, texts) values
  ('second_person', '{id}', '{over,set_at,set_by}', '{}'),
  ('proposal', '{id}', '{kind,change,basis,amount_minor,currency,proposed_by,by_operator,proposed_at,expires_at,status,decided_by,decided_by_operator,decided_at}',
   '{reason,decision_reason}');
create trigger second_person_on_record after insert or update or delete on second_person
  for each row execute function log_change();
create trigger proposal_on_record after insert or update or delete on proposal
  for each row execute function log_change();
