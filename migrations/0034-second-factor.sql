-- What: a second factor for people who sign in: what they prove it with, codes for when that is lost, when it is asked for, and how
-- two admins reset it.
-- Why: whoever got hold of a mailbox or a chat account must not have a wallet and a role with it.
set local lock_timeout = '5s';

-- What somebody proves with that it is them. It is begun, confirmed with its first code, and ended, with which its secret is gone.
create table factor (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  -- Room for others, such as passkeys.
  kind text not null check (kind in ('totp')),
  -- The secret under a subkey of the key that `key_id` names. Bound to this row: in another one it does not open.
  key_id text not null,
  sealed bytea,
  -- The last time step whose code was taken: it and those before it are used up.
  last_step bigint not null default -1,
  made_at timestamptz not null,
  -- Until when it can be confirmed.
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((sealed is null) = (ended_at is not null))
);
-- One that counts, and one that is being set up to take its place.
create unique index factor_in_use on factor (organization_id, person_id, kind)
  where confirmed_at is not null and ended_at is null;
create unique index factor_begun on factor (organization_id, person_id, kind)
  where confirmed_at is null and ended_at is null;
create index factor_sealed_under on factor (key_id) where sealed is not null;

create trigger factor_under_live_key after insert on factor
  referencing new table as new_rows for each statement execute function refuse_retired_key();

-- A factor stays whose and what it is; a time step never comes back; a secret is erased, or sealed anew under another key.
create function refuse_change_of_factor() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  -- Whoever retires a key takes this lock alone, and so knows that nobody is writing.
  perform pg_advisory_xact_lock_shared(5209413817);
  if (new.organization_id, new.id, new.person_id, new.kind, new.made_at, new.expires_at)
       is distinct from (old.organization_id, old.id, old.person_id, old.kind, old.made_at, old.expires_at)
     or old.ended_at is not null
     or old.confirmed_at is not null and new.confirmed_at is distinct from old.confirmed_at
     or new.last_step < old.last_step
     or new.sealed is not null and (new.key_id = old.key_id) <> (new.sealed = old.sealed)
     or new.sealed is null and new.key_id <> old.key_id
     or new.key_id <> old.key_id and exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    raise exception 'the second factor % can be confirmed, used, sealed anew and ended, and not changed otherwise', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger factor_keeps_secret before update on factor
  for each row execute function refuse_change_of_factor();

-- For when the phone is lost. Each is used once. Of a code only a salted scrypt hash is kept, under the two characters it begins with.
create table recovery_code (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  selector text not null check (selector ~ '^[0-9A-HJKMNP-TV-Z]{2}$'),
  salt bytea not null check (octet_length(salt) = 16),
  hash bytea not null check (octet_length(hash) = 32),
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, person_id, selector),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create trigger recovery_code_used_once before update on recovery_code
  for each row when (
    old.used_at is not null
    or (old.organization_id, old.id, old.person_id, old.selector, old.salt, old.hash, old.made_at) is distinct from
       (new.organization_id, new.id, new.person_id, new.selector, new.salt, new.hash, new.made_at))
  execute function refuse_change_of_settled();

-- Whose second factor is asked for, and above which amount everybody's: `over` has an amount in minor units by currency. The newest
-- one holds. Without one, every role above employee has to have one, and no amount asks for it.
create table factor_policy (
  organization_id uuid not null references organization,
  id uuid not null,
  roles text[] not null,
  over jsonb not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
create index factor_policy_newest on factor_policy (organization_id, set_at desc, id desc);
create trigger factor_policy_append_only before update or delete on factor_policy
  for each row execute function refuse_change();

-- One admin asks, another one confirms, and neither for themselves.
create table factor_reset (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  asked_by uuid not null,
  reason text not null check (reason <> ''),
  salt uuid not null default gen_random_uuid(),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'confirmed', 'declined', 'expired')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, asked_by) references person (organization_id, id),
  foreign key (organization_id, decided_by) references person (organization_id, id),
  constraint factor_reset_by_another check (
    asked_by <> person_id and (status <> 'confirmed' or decided_by <> asked_by and decided_by <> person_id)),
  check ((status = 'open') = (decided_at is null)),
  check ((status in ('confirmed', 'declined')) = (decided_by is not null))
);
create unique index factor_reset_open on factor_reset (organization_id, person_id) where status = 'open';
create trigger factor_reset_settled before update on factor_reset
  for each row when (
    old.status <> 'open'
    or (old.organization_id, old.id, old.person_id, old.asked_by, old.reason, old.salt, old.asked_at, old.expires_at) is distinct from
       (new.organization_id, new.id, new.person_id, new.asked_by, new.reason, new.salt, new.asked_at, new.expires_at))
  execute function refuse_change_of_settled();

-- All of it decides about rights, so every change is on record. A copy of src/domain/ledger/guarded.ts.
insert into guarded_table (name, keys, plain, texts) values
  ('factor', '{id}', '{person_id,kind,made_at,confirmed_at,ended_at}', '{}'),
  ('recovery_code', '{id}', '{person_id,selector,made_at,used_at}', '{hash}'),
  ('factor_policy', '{id}', '{roles,over,set_at,set_by}', '{}'),
  ('factor_reset', '{id}', '{person_id,asked_by,asked_at,expires_at,status,decided_by,decided_at}', '{reason}');
create trigger factor_on_record after insert or update or delete on factor
  for each row execute function log_change();
create trigger recovery_code_on_record after insert or update or delete on recovery_code
  for each row execute function log_change();
create trigger factor_policy_on_record after insert or update or delete on factor_policy
  for each row execute function log_change();
create trigger factor_reset_on_record after insert or update or delete on factor_reset
  for each row execute function log_change();

-- Wrong codes are counted by what is on record of them, so nobody may take one out unnoticed. A copy of TRACELESS_KINDS in
-- src/domain/ledger/activity-kinds.ts.
drop trigger activity_on_record on activity;
create trigger activity_on_record after insert on activity
  for each row when (new.kind in ('code.refused', 'code.revealed', 'factor.passed', 'factor.refused', 'gift.resent',
                                  'recognition.ended', 'recognition.taken-over')
                     and (new.kind <> 'code.revealed' or new.actor_id is not null))
  execute function log_traceless();
