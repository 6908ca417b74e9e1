-- What decides about money and rights, besides postings, is on record whenever it changes, and the record is sealed with them.
--
-- `change` has a row for each change of a row that says who may do what, and with how much. Triggers write it, so that nothing
-- can be forgotten; a process of Largesse signs its own ones before it commits, under a key that is not in the database. What was
-- changed by hand has no signature. Names, addresses and what people wrote enter as digests under the row's own salt.

create table change (
  number bigint generated always as identity primary key,
  organization_id uuid not null references organization,
  -- The table, and the row's key in the organization.
  subject text not null,
  key text not null,
  -- Null: there was no such row before, or there is none after.
  before jsonb,
  after jsonb,
  at timestamptz not null default clock_timestamp(),
  transaction xid8 not null default pg_current_xact_id(),
  written_by text not null default session_user,
  -- The hash of the organization's newest seal then: seals that were deleted or made anew are missed by what came after them.
  last_seal bytea,
  -- HMAC-SHA256 over all of the above but `transaction`, under a subkey of the key ring.
  mac bytea check (octet_length(mac) = 32)
);
create index change_of_row on change (organization_id, subject, key, number);
create index change_unsigned on change (transaction) where mac is null;

alter table person add column salt uuid not null default gen_random_uuid();
alter table approval add column salt uuid not null default gen_random_uuid();

-- A text as it stands in the record: whoever has the salt can check it, and nobody else can find out what it was.
create function digest_of(salt text, given text) returns text language sql immutable parallel safe
  set search_path = public, pg_temp as $$
  select case when given is null then null else encode(sha256(convert_to(salt || ':' || given, 'UTF8')), 'hex') end
$$;

-- The columns of a row that the record keeps. What is not named here is no matter of money or rights. A copy of
-- src/domain/ledger/guarded.ts, which a test holds equal.
create table guarded_table (
  name text primary key,
  keys text[] not null,
  plain text[] not null,
  texts text[] not null
);

create function guarded_state(given jsonb, guarded guarded_table) returns jsonb language sql immutable parallel safe
  set search_path = public, pg_temp as $$
  select case when given is null then null else (
    select jsonb_object_agg(name, value)
      from (select name, given -> name as value from unnest(guarded.plain) name
             union all
            select name, to_jsonb(digest_of(given ->> 'salt', given ->> name)) from unnest(guarded.texts) name) kept)
  end
$$;

create function log_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  guarded guarded_table;
  old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  state_before jsonb;
  state_after jsonb;
  organization uuid;
begin
  select * into strict guarded from guarded_table where name = tg_table_name;
  state_before := guarded_state(old_row, guarded);
  state_after := guarded_state(new_row, guarded);
  if state_before is not distinct from state_after then return null; end if;
  organization := (coalesce(new_row, old_row) ->> case when tg_table_name = 'organization' then 'id' else 'organization_id' end)::uuid;
  insert into change (organization_id, subject, key, before, after, last_seal)
  select organization, tg_table_name, (select string_agg(coalesce(new_row, old_row) ->> name, ' ' order by place)
                                         from unnest(guarded.keys) with ordinality as k (name, place)),
         state_before, state_after,
         (select hash from seal s where s.organization_id = organization order by number desc limit 1);
  return null;
end $$;

insert into guarded_table (name, keys, plain, texts) values
  ('organization', '{id}', '{name,currency,time_zone}', '{}'),
  ('workspace_link', '{platform,workspace_id}', '{platform,workspace_id}', '{}'),
  ('workspace_invite', '{code_hash}', '{invited_by,expires_at,used_at}', '{}'),
  ('department', '{id}', '{name,currency,region,time_zone,frozen_at}', '{}'),
  ('person', '{id}',
   '{role,department_id,manager_id,region,prefers,is_guest,deactivated_at}', '{name,email,employee_number}'),
  ('identity', '{platform,user_id}', '{person_id,linked_by,is_guest,gone_at}', '{}'),
  ('pending_identity', '{platform,user_id}', '{workspace_id,person_id,status,reason}', '{}'),
  ('role_mapping', '{platform,workspace_id,role_id}', '{department_id,person_role}', '{}'),
  ('budget_policy', '{department_id,id}',
   '{amount_minor,period,fiscal_start_month,is_soft,carry_cap_minor,set_at,set_by,time_zone_before}', '{}'),
  ('giving_policy', '{id}', '{department_id,currency,rules,differences,set_at,set_by}', '{}'),
  ('allowance', '{person_id,id}', '{amount_minor,set_at,set_by}', '{}'),
  ('delegation', '{id}', '{person_id,delegate_id,starts_at,ends_at}', '{}'),
  ('approval', '{id}',
   '{kind,subject_id,department_id,requested_by,excluded,amount_minor,currency,status,requested_at,expires_at,decided_at,decided_by}', '{reason,decision_reason}'),
  ('approval_link', '{token_hash}', '{approval_id,person_id,created_at}', '{}'),
  ('account', '{id}', '{kind,owner_id,period,currency,floor,funded}', '{}');

-- The changes of a row are written after it, so that what refuses a change refuses it first.
create trigger organization_on_record after insert or update or delete on organization
  for each row execute function log_change();
create trigger workspace_link_on_record after insert or update or delete on workspace_link
  for each row execute function log_change();
create trigger workspace_invite_on_record after insert or update or delete on workspace_invite
  for each row execute function log_change();
create trigger department_on_record after insert or update or delete on department
  for each row execute function log_change();
create trigger person_on_record after insert or update or delete on person
  for each row execute function log_change();
create trigger identity_on_record after insert or update or delete on identity
  for each row execute function log_change();
create trigger pending_identity_on_record after insert or update or delete on pending_identity
  for each row execute function log_change();
create trigger role_mapping_on_record after insert or update or delete on role_mapping
  for each row execute function log_change();
create trigger budget_policy_on_record after insert or update or delete on budget_policy
  for each row execute function log_change();
create trigger giving_policy_on_record after insert or update or delete on giving_policy
  for each row execute function log_change();
create trigger allowance_on_record after insert or update or delete on allowance
  for each row execute function log_change();
create trigger delegation_on_record after insert or update or delete on delegation
  for each row execute function log_change();
create trigger approval_on_record after insert or update or delete on approval
  for each row execute function log_change();
create trigger approval_link_on_record after insert or update or delete on approval_link
  for each row execute function log_change();
-- Not its balance, which changes with every gift: what came into a budget otherwise than by gifts is what nothing else is held to.
create trigger account_on_record
  after insert or update of kind, owner_id, period, currency, floor, funded or delete on account
  for each row execute function log_change();

-- What there is already is taken over as it is.
insert into change (organization_id, subject, key, after)
select given.id, 'organization', given.id::text, guarded_state(to_jsonb(given), guarded)
  from organization given, guarded_table guarded where guarded.name = 'organization';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'workspace_link', given.platform::text || ' ' || given.workspace_id::text, guarded_state(to_jsonb(given), guarded)
  from workspace_link given, guarded_table guarded where guarded.name = 'workspace_link';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'workspace_invite', given.code_hash::text, guarded_state(to_jsonb(given), guarded)
  from workspace_invite given, guarded_table guarded where guarded.name = 'workspace_invite';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'department', given.id::text, guarded_state(to_jsonb(given), guarded)
  from department given, guarded_table guarded where guarded.name = 'department';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'person', given.id::text, guarded_state(to_jsonb(given), guarded)
  from person given, guarded_table guarded where guarded.name = 'person';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'identity', given.platform::text || ' ' || given.user_id::text, guarded_state(to_jsonb(given), guarded)
  from identity given, guarded_table guarded where guarded.name = 'identity';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'pending_identity', given.platform::text || ' ' || given.user_id::text, guarded_state(to_jsonb(given), guarded)
  from pending_identity given, guarded_table guarded where guarded.name = 'pending_identity';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'role_mapping', given.platform::text || ' ' || given.workspace_id::text || ' ' || given.role_id::text, guarded_state(to_jsonb(given), guarded)
  from role_mapping given, guarded_table guarded where guarded.name = 'role_mapping';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'budget_policy', given.department_id::text || ' ' || given.id::text, guarded_state(to_jsonb(given), guarded)
  from budget_policy given, guarded_table guarded where guarded.name = 'budget_policy';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'giving_policy', given.id::text, guarded_state(to_jsonb(given), guarded)
  from giving_policy given, guarded_table guarded where guarded.name = 'giving_policy';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'allowance', given.person_id::text || ' ' || given.id::text, guarded_state(to_jsonb(given), guarded)
  from allowance given, guarded_table guarded where guarded.name = 'allowance';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'delegation', given.id::text, guarded_state(to_jsonb(given), guarded)
  from delegation given, guarded_table guarded where guarded.name = 'delegation';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'approval', given.id::text, guarded_state(to_jsonb(given), guarded)
  from approval given, guarded_table guarded where guarded.name = 'approval';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'approval_link', given.token_hash::text, guarded_state(to_jsonb(given), guarded)
  from approval_link given, guarded_table guarded where guarded.name = 'approval_link';
insert into change (organization_id, subject, key, after)
select given.organization_id, 'account', given.id::text, guarded_state(to_jsonb(given), guarded)
  from account given, guarded_table guarded where guarded.name = 'account';

create function refuse_change_of_record() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.mac is null and old.transaction = pg_current_xact_id()
     and (to_jsonb(old) - 'mac') = (to_jsonb(new) - 'mac') then
    return new;
  end if;
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger change_append_only before update or delete on change
  for each row execute function refuse_change_of_record();
create trigger change_never_emptied before truncate on change
  for each statement execute function refuse_change();

-- Activities have a number, in the order in which they were written, and a signature. `facts`: a digest of what its gift, its code
-- and its request say, where one came to be.
create sequence activity_number_seq;
alter table activity add column number bigint;
alter table activity disable trigger activity_append_only;
update activity a set number = placed.number
  from (select organization_id, id, nextval('activity_number_seq') as number
          from (select organization_id, id from activity order by at, id) ordered) placed
 where a.organization_id = placed.organization_id and a.id = placed.id;
alter table activity enable trigger activity_append_only;
alter table activity
  alter column number set default nextval('activity_number_seq'),
  alter column number set not null,
  add column facts bytea check (octet_length(facts) = 32),
  add column mac bytea check (octet_length(mac) = 32);
alter sequence activity_number_seq owned by activity.number;
create index activity_in_order on activity (organization_id, number);

create function refuse_unsigned() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from new_rows where mac is null) then
    raise exception 'This process is older than its database: restart it with the new version'
      using errcode = 'restrict_violation', constraint = 'activity_signed';
  end if;
  return null;
end $$;
create trigger activity_signed after insert on activity
  referencing new table as new_rows for each statement execute function refuse_unsigned();

-- A seal covers a stretch of each of the three. `hash` is as before, over all that the seal covers and the hash of the seal before
-- it; `mac` is a signature of the hash, under the key that `key_id` names. Seals of before cover postings only and have none.
alter table seal
  drop constraint seal_postings_check,
  add column last_change bigint,
  add column changes integer,
  add column change_marks bytea,
  add column last_activity bigint,
  add column activities integer,
  add column activity_marks bytea,
  add column key_id text,
  -- What in it no process has signed, in words.
  add column unsigned jsonb,
  add column mac bytea check (octet_length(mac) = 32);

create function refuse_change_of_seal() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (old.mac is null or old.unsigned is not distinct from new.unsigned)
     and (to_jsonb(old) - array['mac', 'key_id', 'unsigned']) = (to_jsonb(new) - array['mac', 'key_id', 'unsigned']) then
    return new;
  end if;
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger seal_append_only on seal;
create trigger seal_append_only before update or delete on seal
  for each row execute function refuse_change_of_seal();
create trigger seal_never_emptied before truncate on seal
  for each statement execute function refuse_change();

-- How to repeat a seal without Largesse: texts and hashes are as 0002-seal.sql describes them, with these additions.
--
--   The text of a seal begins with a line as before, that goes on with last_change, changes, last_activity and activities. After
--   the lines of its postings follow those of its changes and then those of its activities, both in the order of their numbers.
--   Where last_change is null, the seal is from before and covers postings only.
--   The text of a change is a JSON array of 'change', its organization, number, subject, key, before, after, at, written_by and
--   last_seal, and after it the signature. Values of jsonb are texts, as Postgres writes them.
--   The text of an activity is a JSON array of its organization, number, id, at, kind, actor, subject, gift, facts, signature, and the
--   SHA-256 of the signature, the operator and the detail, parted by colons; what is null is left out of these three.
--
-- This query lists every seal and whether it holds. Whether it was made by Largesse, its signature shows to who has the keys.
--
-- select s.organization_id, s.number, s.hash = sha256(convert_to(
--          case when s.last_change is null
--               then json_build_array(s.organization_id, s.number, s.first_posting, s.last_posting, s.postings,
--                      to_char(s.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), encode(s.previous_hash, 'hex'))
--               else json_build_array(s.organization_id, s.number, s.first_posting, s.last_posting, s.postings,
--                      to_char(s.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), encode(s.previous_hash, 'hex'),
--                      s.last_change, s.changes, s.last_activity, s.activities) end::text
--          || e'\n' || postings.lines
--          || case when s.last_change is null then '' else e'\n' || changes.lines || e'\n' || activities.lines end, 'UTF8'))
--        is true as holds
--   from (select *, lag(hash) over w as previous_hash, lag(last_posting) over w as previous_posting,
--                lag(last_change) over w as previous_change, lag(last_activity) over w as previous_activity
--           from seal window w as (partition by organization_id order by number)) s
--  cross join lateral (
--    select coalesce(string_agg(encode(sha256(convert_to(json_build_array(
--             p.organization_id, p.id, p.entry_id, e.kind, e.key,
--             to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             p.account_id, a.kind, a.owner_id, a.period, p.currency, p.amount, p.balance_after)::text, 'UTF8')), 'hex'),
--             e'\n' order by p.id), '') as lines
--      from posting p
--      left join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
--      left join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.currency = p.currency
--     where p.organization_id = s.organization_id
--       and p.id > coalesce(s.previous_posting, '-9223372036854775808') and p.id <= s.last_posting
--  ) postings
--  cross join lateral (
--    select coalesce(string_agg(encode(sha256(convert_to(json_build_array(
--             'change', c.organization_id, c.number, c.subject, c.key, c.before::text, c.after::text,
--             to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             c.written_by, encode(c.last_seal, 'hex'))::text || coalesce(encode(c.mac, 'hex'), ''), 'UTF8')), 'hex'),
--             e'\n' order by c.number), '') as lines
--      from change c
--     where c.organization_id = s.organization_id
--       and c.number > coalesce(s.previous_change, '-9223372036854775808') and c.number <= s.last_change
--  ) changes
--  cross join lateral (
--    select coalesce(string_agg(encode(sha256(convert_to(json_build_array(
--             v.organization_id, v.number, v.id,
--             to_char(v.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
--             v.kind, v.actor_id, v.subject_id, v.gift_id, encode(v.facts, 'hex'), encode(v.mac, 'hex'),
--             encode(sha256(convert_to(concat_ws(':', encode(v.mac, 'hex'), v.operator, v.detail::text), 'UTF8')), 'hex')
--             )::text, 'UTF8')), 'hex'), e'\n' order by v.number), '') as lines
--      from activity v
--     where v.organization_id = s.organization_id
--       and v.number > coalesce(s.previous_activity, '-9223372036854775808') and v.number <= s.last_activity
--  ) activities
--  order by s.organization_id, s.number;
