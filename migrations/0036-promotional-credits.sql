-- Promotional credits: what finance grants a person out of a department's budget until a day. Each grant has an account of its own, so
-- that what is left of it can be spent before gift funds, and goes back to the department when its day comes.

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('promo.granted', 'grant', '{promo.granted}', '{budget}', '{wallet_promo}', false),
  ('promo.expired', 'grant', '{promo.expired}', '{wallet_promo}', '{budget}', false),
  ('promo.taken-back', 'grant', '{promo.taken-back}', '{wallet_promo}', '{budget}', false),
  ('budget.returned', 'grant', '{promo.returned}', '{budget}', '{funding}', true),
  ('budget.carried', 'grant', '{promo.carried}', '{budget}', '{budget}', true);
alter table entry_rule enable trigger entry_rule_by_migration;
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check
  check (kind in ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift', 'wallet_promo')) not valid;
-- Each thing happens to a grant once, whatever the key says; and this is how a grant finds its entries.
create unique index entry_of_grant on entry (subject_id, kind) where subject_type = 'grant';

create table promo_grant (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  -- Whose budget paid for it.
  department_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null check (reason <> ''),
  granted_at timestamptz not null,
  granted_by uuid not null,
  -- Nothing of it can be spent from then on.
  expires_at timestamptz not null,
  -- What it was asked for by, with the person: asked twice, it is granted once.
  request_id text not null,
  status text not null default 'open' check (status in ('open', 'expired', 'taken-back')),
  ended_at timestamptz,
  -- When its owner is reminded of it; null once they were, or where there is no time for that.
  remind_at timestamptz,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  unique (organization_id, request_id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, granted_by) references person,
  check (expires_at > granted_at),
  check ((status = 'open') = (ended_at is null)),
  constraint promo_grant_ends_in_time check (case status when 'expired' then ended_at >= expires_at else true end)
);
-- A job knows only its id.
create unique index promo_grant_id on promo_grant (id);
create index promo_grant_person on promo_grant (organization_id, person_id);
create index promo_grant_over on promo_grant (expires_at) where status = 'open';
create index promo_grant_to_remind on promo_grant (remind_at) where status = 'open' and remind_at is not null;

create trigger promo_grant_never_deleted before delete or truncate on promo_grant
  for each statement execute function refuse_deletion();
create trigger promo_grant_keeps_identity
  before update of organization_id, id, person_id, department_id, amount_minor, currency, reason, granted_at, granted_by, expires_at,
    request_id, salt on promo_grant
  for each row when (
    (old.organization_id, old.id, old.person_id, old.department_id, old.amount_minor, old.currency, old.reason, old.granted_at,
     old.granted_by, old.expires_at, old.request_id, old.salt) is distinct from
    (new.organization_id, new.id, new.person_id, new.department_id, new.amount_minor, new.currency, new.reason, new.granted_at,
     new.granted_by, new.expires_at, new.request_id, new.salt))
  execute function refuse_new_identity();
create trigger promo_grant_settled before update on promo_grant
  for each row when (old.status <> 'open' and old is distinct from new) execute function refuse_change_of_settled();

insert into guarded_table (name, keys, plain, texts) values
  ('promo_grant', '{id}',
   '{person_id,department_id,amount_minor,currency,granted_at,granted_by,expires_at,request_id,status,ended_at}', '{reason}');
create trigger promo_grant_on_record after insert or update or delete on promo_grant
  for each row execute function log_change();

-- A second person decides about taking credit back, as about a gift's.
alter table approval drop constraint approval_kind_check;
alter table approval add constraint approval_kind_check check (kind in ('gift', 'funds', 'void', 'promo'));
