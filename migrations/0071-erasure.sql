-- What: people who asked to be forgotten, the texts of the record that were blanked for them, and how long texts and addresses are kept.
-- Why: names, addresses and what people wrote must be able to go, while sums, seals and proofs stay as they are. Nothing else may use
-- the way by which they go: the database lets a text become blank, and lets nothing of it change otherwise.
set local lock_timeout = '5s';

-- Who was erased. Their rows stay under a pseudonym, and nothing leads back to them.
create table erased_person (
  organization_id uuid not null,
  person_id uuid not null,
  erased_at timestamptz not null,
  -- Null: somebody with a shell, or a list that was applied after a restore.
  erased_by uuid,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, erased_by) references person
);
create trigger erased_person_append_only before update or delete or truncate on erased_person
  for each statement execute function refuse_change();

-- Rows of the record whose text was blanked: what a seal has of the row as it was, and the hash of what it says now.
create table erased_text (
  organization_id uuid not null references organization,
  stream text not null check (stream in ('change', 'activity')),
  number bigint not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  now bytea not null check (octet_length(now) = 32),
  primary key (organization_id, stream, number)
);
create trigger erased_text_append_only before update or delete or truncate on erased_text
  for each statement execute function refuse_change();

-- For how many days texts and addresses are kept; null: for ever. The newest row counts.
create table retention_policy (
  organization_id uuid not null references organization,
  id uuid not null,
  text_days integer check (text_days between 30 and 36500),
  address_days integer check (address_days between 30 and 36500),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person
);
create trigger retention_policy_append_only before update or delete or truncate on retention_policy
  for each statement execute function refuse_change();

-- When texts and addresses that are too old were last looked for to the end, and how many rows were blanked then.
create table retention_run (
  organization_id uuid primary key references organization,
  ran_at timestamptz not null,
  blanked integer not null
);

-- Whether what differs between two states of a row is texts that went, and nothing else. A salt goes with them: without it nobody can
-- find out from a digest what a text was.
create function only_blanked(subject text, was jsonb, becomes jsonb) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select coalesce(bool_and(case
           when not n.key = any (case subject
                  when 'api_token' then '{name}' when 'checkout' then '{description}' when 'code_report' then '{reason,salt}'
                  when 'factor_reset' then '{reason,salt}' when 'gift' then '{void_reason}' when 'promo_grant' then '{reason,salt}'
                  when 'recognition' then '{giver,recipients,message,refusal}' when 'refund' then '{reason,salt}'
                  when 'reward_order' then '{last_error}' when 'payment_call' then '{last_error}'
                  when 'session' then '{user_agent,address}'
                  when 'store_order' then '{note,reason,salt}' when 'wallet' then '{reason,salt}'
                  when 'wallet_closing' then '{reason,salt}' else '{}' end::text[]) then false
           when n.key = 'salt' then true
           when n.key = 'refusal' then n.value -> 'kind' = was -> n.key -> 'kind'
           when n.key in ('giver', 'recipients') then not exists (
             select from jsonb_array_elements(case jsonb_typeof(n.value) when 'array' then n.value else jsonb_build_array(n.value) end) ref
              where ref ->> 'by' <> 'id' and not case jsonb_typeof(was -> n.key) when 'array' then was -> n.key
                                                  else jsonb_build_array(was -> n.key) end @> jsonb_build_array(ref))
           else n.value in ('null', '""', '"(erased)"') end), false)
    from jsonb_each(becomes - array['mac', 'key_id', 'channel_id', 'reply_to', 'review_reasons']) n
   where n.value is distinct from was -> n.key
$$;

create or replace function refuse_change_of_settled() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and only_blanked(tg_table_name, to_jsonb(old), to_jsonb(new)) then return new; end if;
  raise exception 'a row of % moves on as Largesse moves it, and stays as it is once it is settled', tg_table_name
    using errcode = 'restrict_violation';
end $$;

create or replace function refuse_new_identity() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and only_blanked(tg_table_name, to_jsonb(old), to_jsonb(new)) then return new; end if;
  raise exception 'a row of % keeps what it is and what it refers to', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Of a refund, why it was made may go.
create function refuse_change_but_blank() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and only_blanked(tg_table_name, to_jsonb(old), to_jsonb(new)) then return new; end if;
  raise exception '% is append only: post a new row that corrects it', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger refund_append_only on refund;
create trigger refund_append_only before update or delete on refund
  for each row execute function refuse_change_but_blank();
create trigger refund_never_emptied before truncate on refund
  for each statement execute function refuse_change();

-- Of the record, what is in `erased_text`: of an activity its detail, of a change its key.
create function refuse_change_of_activity() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(old) - 'detail' = to_jsonb(new) - 'detail' and exists (
       select from erased_text e
        where e.organization_id = old.organization_id and e.stream = 'activity' and e.number = old.number) then
    return new;
  end if;
  raise exception '% is append only: post a new row that corrects it', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger activity_append_only on activity;
create trigger activity_append_only before update or delete on activity
  for each row execute function refuse_change_of_activity();
create trigger activity_never_emptied before truncate on activity
  for each statement execute function refuse_change();

create or replace function refuse_change_of_record() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.mac is null and old.transaction = pg_current_xact_id()
     and (to_jsonb(old) - array['mac', 'running_number']) = (to_jsonb(new) - array['mac', 'running_number']) then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.subject in ('identity', 'pending_identity') and new.key ~ '^[a-z]+ erased-[0-9a-f-]{36}$'
     and to_jsonb(old) - 'key' = to_jsonb(new) - 'key' and exists (
       select from erased_text e
        where e.organization_id = old.organization_id and e.stream = 'change' and e.number = old.number) then
    return new;
  end if;
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Nothing comes back to somebody who was erased: no name, no account, no gift, no money. The check follows that of the references, which
-- waits for a transaction that erases.
create function refuse_erased() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  erased uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if exists (select from erased_person e where e.organization_id = new.organization_id and e.person_id = erased) then
    raise exception 'person % was erased: nothing of theirs comes back', erased
      using errcode = 'restrict_violation', constraint = 'erased_for_good';
  end if;
  return null;
end $$;
create trigger erased_for_good after insert or update of person_id on identity
  for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert or update of person_id on pending_identity
  for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on scim_user for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on gift for each row execute function refuse_erased('recipient_id');
create trigger erased_for_good after insert on promo_grant for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on checkout for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on session for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on sign_in for each row execute function refuse_erased('person_id');
create trigger erased_for_good after insert on api_token for each row execute function refuse_erased('person_id');
create trigger erased_for_good after update of name, email, employee_number, deactivated_at on person
  for each row when ((old.name, old.email, old.employee_number, old.deactivated_at)
                     is distinct from (new.name, new.email, new.employee_number, new.deactivated_at))
  execute function refuse_erased('id');

insert into guarded_table (name, keys, plain, texts) values
  ('erased_person', '{person_id}', '{erased_at,erased_by}', '{}'),
  ('erased_text', '{stream,number}', '{leaf,now}', '{}'),
  ('retention_policy', '{id}', '{text_days,address_days,set_at,set_by}', '{}');
create trigger erased_person_on_record after insert or update or delete on erased_person
  for each row execute function log_change();
create trigger erased_text_on_record after insert or update or delete on erased_text
  for each row execute function log_change();
create trigger retention_policy_on_record after insert or update or delete on retention_policy
  for each row execute function log_change();

-- The last facts of a gift, as before, also those of a request whose texts are gone.
drop index activity_facts;
create index activity_facts on activity (organization_id, gift_id, number)
  where kind in ('gift.reserved', 'gift.issued', 'gift.blanked', 'code.resealed', 'code.reissued');
drop index activity_resealed;
create index activity_resealed on activity (gift_id) where kind in ('code.resealed', 'code.reissued', 'gift.blanked');

-- A proof sums up rights otherwise from now on, so that it holds when texts go: the next one walks everything.
delete from last_proof;
