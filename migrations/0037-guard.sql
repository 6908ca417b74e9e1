-- Guarding codes and wallets: a code that somebody else may have seen is worth nothing until it is replaced, a wallet can be frozen and
-- closed, and rules say what is unusual.

-- "I lost it", "somebody saw it". While a report is open, the code opens nothing; it ends when the gift has another code.
create table code_report (
  organization_id uuid not null references organization,
  id uuid not null,
  gift_id uuid not null,
  reported_by uuid not null,
  reported_at timestamptz not null,
  reason text not null default '',
  -- Since when the gift has another code.
  ended_at timestamptz,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  foreign key (organization_id, gift_id) references gift,
  foreign key (organization_id, reported_by) references person
);
create unique index code_report_open on code_report (organization_id, gift_id) where ended_at is null;
create index code_report_of_gift on code_report (organization_id, gift_id);
create trigger code_report_never_deleted before delete or truncate on code_report
  for each statement execute function refuse_deletion();
create trigger code_report_keeps_identity
  before update of organization_id, id, gift_id, reported_by, reported_at, reason, salt on code_report
  for each row when (
    (old.organization_id, old.id, old.gift_id, old.reported_by, old.reported_at, old.reason, old.salt) is distinct from
    (new.organization_id, new.id, new.gift_id, new.reported_by, new.reported_at, new.reason, new.salt))
  execute function refuse_new_identity();
create trigger code_report_settled before update on code_report
  for each row when (old.ended_at is not null and old is distinct from new) execute function refuse_change_of_settled();

-- A code is erased for good, sealed anew under another key, or replaced as a whole while it is reported: the old one is dead then.
create function refuse_change_of_secret() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.sealed is not null and new.sealed is not null and new.hmac <> old.hmac and new.sealed <> old.sealed
     and exists (select from code_report r
                  where r.organization_id = old.organization_id and r.gift_id = old.gift_id and r.ended_at is null)
     and not exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    return new;
  end if;
  raise exception 'a row of % moves on as Largesse moves it, and stays as it is once it is settled', tg_table_name
    using errcode = 'restrict_violation';
end $$;
drop trigger code_keeps_secret on code;
create trigger code_keeps_secret before update on code
  for each row when (
    old.last_four <> new.last_four
    or old.sealed is null and old is distinct from new
    or old.sealed is not null and new.sealed is null and (old.hmac, old.key_id) is distinct from (new.hmac, new.key_id)
    or new.sealed is not null and old.key_id = new.key_id
       and (old.hmac, old.sealed) is distinct from (new.hmac, new.sealed))
  execute function refuse_change_of_secret();
create or replace function refuse_change_of_code() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(5209413817);
  if old.sealed is not null and new.sealed is not null and new.hmac <> old.hmac and new.sealed <> old.sealed
     and (new.last_four = old.last_four and new.key_id <> old.key_id
          or exists (select from code_report r
                      where r.organization_id = old.organization_id and r.gift_id = old.gift_id and r.ended_at is null))
     and not exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    return new;
  end if;
  raise exception 'the code of gift % can be erased, sealed anew under another key, or replaced once it is reported, and not changed otherwise', old.gift_id
    using errcode = 'restrict_violation';
end $$;
-- The last facts of a gift, as before, also those of a replaced code.
drop index activity_facts;
create index activity_facts on activity (organization_id, gift_id, number)
  where kind in ('gift.reserved', 'gift.issued', 'code.resealed', 'code.reissued');

-- Of a person whose wallet was ever frozen.
create table wallet (
  organization_id uuid not null references organization,
  person_id uuid not null,
  -- Null: it is not frozen any more.
  frozen_at timestamptz,
  -- Null where a rule froze it.
  frozen_by uuid,
  reason text not null default '',
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, frozen_by) references person
);
create trigger wallet_never_deleted before delete or truncate on wallet
  for each statement execute function refuse_deletion();
create trigger wallet_keeps_identity before update of organization_id, person_id, salt on wallet
  for each row when (
    (old.organization_id, old.person_id, old.salt) is distinct from (new.organization_id, new.person_id, new.salt))
  execute function refuse_new_identity();

-- Whoever redeems asks before; so does the database, also an older process and somebody with psql.
create function refuse_frozen() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from code_report r
              where r.organization_id = new.organization_id and r.gift_id = new.id and r.ended_at is null) then
    raise exception 'the code of gift % is reported: it cannot be redeemed', new.id using errcode = 'restrict_violation';
  end if;
  if exists (select from wallet w
              where w.organization_id = new.organization_id and w.person_id = new.recipient_id and w.frozen_at is not null) then
    raise exception 'the wallet of person % is frozen', new.recipient_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger gift_not_frozen before update of status on gift
  for each row when (new.status = 'redeemed' and old.status <> 'redeemed') execute function refuse_frozen();

-- What becomes of the gift funds of a wallet that is closed, in one currency, once a second person approves.
create table wallet_closing (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  way text not null check (way in ('return', 'pay-out', 'honour')),
  -- The department to which they return; otherwise only that of the person.
  department_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  reason text not null,
  -- When and with how much it was done: funds that were honoured stay where they are.
  done_at timestamptz,
  amount_minor bigint check (amount_minor >= 0),
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, asked_by) references person,
  check ((done_at is null) = (amount_minor is null))
);
create index wallet_closing_person on wallet_closing (organization_id, person_id);
create trigger wallet_closing_never_deleted before delete or truncate on wallet_closing
  for each statement execute function refuse_deletion();
create trigger wallet_closing_keeps_identity
  before update of organization_id, id, person_id, currency, way, department_id, asked_by, asked_at, reason, salt on wallet_closing
  for each row when (
    (old.organization_id, old.id, old.person_id, old.currency, old.way, old.department_id, old.asked_by, old.asked_at, old.reason,
     old.salt) is distinct from
    (new.organization_id, new.id, new.person_id, new.currency, new.way, new.department_id, new.asked_by, new.asked_at, new.reason,
     new.salt))
  execute function refuse_new_identity();
create trigger wallet_closing_settled before update on wallet_closing
  for each row when (old.done_at is not null and old is distinct from new) execute function refuse_change_of_settled();

-- What is unusual, and what is done then; how wallets are closed where nobody says it. The newest row holds.
create table guard_policy (
  organization_id uuid not null references organization,
  id uuid not null,
  rules jsonb not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person
);
create trigger guard_policy_append_only before update or delete or truncate on guard_policy
  for each statement execute function refuse_change();

insert into guarded_table (name, keys, plain, texts) values
  ('code_report', '{id}', '{gift_id,reported_by,reported_at,ended_at}', '{reason}'),
  ('wallet', '{person_id}', '{frozen_at,frozen_by}', '{reason}'),
  ('wallet_closing', '{id}',
   '{person_id,currency,way,department_id,asked_by,asked_at,done_at,amount_minor}', '{reason}'),
  ('guard_policy', '{id}', '{rules,set_at,set_by}', '{}');
create trigger code_report_on_record after insert or update or delete on code_report
  for each row execute function log_change();
create trigger wallet_on_record after insert or update or delete on wallet
  for each row execute function log_change();
create trigger wallet_closing_on_record after insert or update or delete on wallet_closing
  for each row execute function log_change();
create trigger guard_policy_on_record after insert or update or delete on guard_policy
  for each row execute function log_change();

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('wallet.closed', 'closing', '{wallet.closed}', '{wallet_gift}', '{budget,paid_out}', false);
alter table entry_rule enable trigger entry_rule_by_migration;
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check
  check (kind in ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift', 'wallet_promo', 'paid_out')) not valid;
create unique index entry_of_closing on entry (subject_id, kind) where subject_type = 'closing';
alter table approval drop constraint approval_kind_check;
alter table approval add constraint approval_kind_check
  check (kind in ('gift', 'funds', 'void', 'promo', 'reissue', 'close'));

-- A rule that fires leaves no other trace. Kinds that another migration has added to the trigger stay in it.
do $$
declare
  kinds text;
begin
  select string_agg(quote_literal(kind), ', ' order by kind) into kinds
    from (select (regexp_matches(pg_get_triggerdef(oid), '''([a-z.-]+)''::text', 'g'))[1] as kind
            from pg_trigger where tgname = 'activity_on_record'
           union select 'guard.fired') named;
  drop trigger activity_on_record on activity;
  execute format(
    'create trigger activity_on_record after insert on activity
       for each row when (new.kind in (%s) and (new.kind <> ''code.revealed'' or new.actor_id is not null))
       execute function log_traceless()', kinds);
end $$;
-- How many people redeemed from one address.
create index activity_from_address on activity (organization_id, (detail ->> 'address'), at) where kind = 'code.redeemed';
