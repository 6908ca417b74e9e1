-- Keys can be added, made first, replaced in all that they guard, and retired, while Largesse runs.

-- `code_key` says with which keys this database is written. Nothing is written with a retired one any more, and nothing needs it.
alter table code_key add column retired_at timestamptz;

-- The rings of the processes that run: of the keys' ids, the first one writes. Whoever was not seen for half a minute has ended.
create table process_ring (
  id uuid primary key,
  host text not null,
  pid integer not null,
  role text not null,
  key_ids text[] not null check (cardinality(key_ids) > 0),
  fingerprints text[] not null check (cardinality(fingerprints) = cardinality(key_ids)),
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);

-- The last facts of a gift: whoever seals its code anew holds it to them first.
create index activity_facts on activity (organization_id, gift_id, number)
  where kind in ('gift.reserved', 'gift.issued', 'code.resealed');

-- The seal that covers a row: it vouches for rows that a retired key signed.
create index seal_over_change on seal (organization_id, last_change, number);
create index seal_over_activity on seal (organization_id, last_activity, number);

-- Whoever retires a key takes this lock alone, and so knows that nobody is writing codes.
create function refuse_retired_key() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  retired text;
begin
  perform pg_advisory_xact_lock_shared(5209413817);
  select k.id into retired from new_rows n join code_key k on k.id = n.key_id where k.retired_at is not null limit 1;
  if found then
    raise exception 'the key % is retired: give this process the keys of the others', retired
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger code_under_live_key after insert on code
  referencing new table as new_rows for each statement execute function refuse_retired_key();

-- A code is erased, or sealed anew as a whole under another key, and nothing else.
create function refuse_change_of_code() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(5209413817);
  if old.sealed is not null and new.sealed is not null and new.last_four = old.last_four
     and new.key_id <> old.key_id and new.hmac <> old.hmac and new.sealed <> old.sealed
     and not exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    return new;
  end if;
  raise exception 'the code of gift % can be erased, or sealed anew under another key, and not changed otherwise', old.gift_id
    using errcode = 'restrict_violation';
end $$;
create trigger code_changes_as_a_whole before update of hmac, key_id, sealed, last_four on code
  for each row when (
    (old.hmac, old.key_id, old.last_four) is distinct from (new.hmac, new.key_id, new.last_four)
    or new.sealed is not null and old.sealed is distinct from new.sealed)
  execute function refuse_change_of_code();

-- A seal is signed once it is made, and again under each key that follows.
create or replace function refuse_change_of_seal() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (to_jsonb(old) - array['mac', 'key_id', 'unsigned']) = (to_jsonb(new) - array['mac', 'key_id', 'unsigned'])
     and (old.mac is null
          or (old.unsigned is not distinct from new.unsigned and new.mac is not null and new.key_id <> old.key_id
              and not exists (select from code_key k where k.id = new.key_id and k.retired_at is not null))) then
    return new;
  end if;
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;
