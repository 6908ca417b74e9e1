-- What Largesse will act on later is signed when it is taken in, and what is on record has a running number.
--
-- A request that waits says who gives what to whom, and Largesse gives it. So it is signed when it is taken in, again when Largesse
-- itself changes it, and checked when it is decided. `mac` is an HMAC-SHA256 under a subkey of the key that `key_id` names.
-- Requests that wait when this version starts for the first time are taken over once; see src/usecases/recognition/take-over-requests.ts.
alter table recognition
  add column key_id text,
  add column mac bytea check (octet_length(mac) = 32);

create function refuse_unsigned_requests() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from new_rows where status = 'queued' and mac is null) then
    raise exception 'This process is older than its database: restart it with the new version'
      using errcode = 'restrict_violation', constraint = 'recognition_signed';
  end if;
  return null;
end $$;
create trigger recognition_signed after insert on recognition
  referencing new table as new_rows for each statement execute function refuse_unsigned_requests();

-- Whoever changes what is asked for, and leaves the signature as it was, does not know of signatures.
create function refuse_old_signature() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'This process is older than its database: restart it with the new version'
    using errcode = 'restrict_violation', constraint = 'recognition_signed_anew';
end $$;
create trigger recognition_signed_anew before update of giver, recipients, amount, currency, message, occasion, confirmed_at on recognition
  for each row when (new.mac = old.mac
    and (new.giver, new.recipients, new.amount, new.currency, new.message, new.occasion, new.confirmed_at)
        is distinct from (old.giver, old.recipients, old.amount, old.currency, old.message, old.occasion, old.confirmed_at))
  execute function refuse_old_signature();

-- For the proof, which looks at each request that waits.
create index recognition_open on recognition (organization_id) where status in ('queued', 'awaiting_confirmation');

-- The changes of an organization are numbered without gaps, in the order in which they were committed: one that was taken out is
-- missed as soon as there is a later one. Null: it is from before, or from a process of before. It is signed with the change.
alter table change add column running_number bigint;
create unique index change_running on change (organization_id, running_number) where running_number is not null;

-- The last running number of each organization. Its row is locked from the end of a transaction's work until the commit.
create table change_count (
  organization_id uuid primary key references organization,
  last bigint not null
);

create or replace function refuse_change_of_record() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.mac is null and old.transaction = pg_current_xact_id()
     and (to_jsonb(old) - array['mac', 'running_number']) = (to_jsonb(new) - array['mac', 'running_number']) then
    return new;
  end if;
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Activities that leave no other trace are among the changes, so that they are numbered too: nobody can take one out unnoticed. A
-- copy of TRACELESS_KINDS in src/domain/ledger/activity-kinds.ts, which a test holds equal. A code that was shown in the message that
-- brought it, and to nobody who asked, has the delivery as its trace.
create function log_traceless() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into change (organization_id, subject, key, after, last_seal)
  values (new.organization_id, 'activity', new.id, jsonb_build_object('kind', new.kind, 'number', new.number),
          (select hash from seal s where s.organization_id = new.organization_id order by number desc limit 1));
  return null;
end $$;

create trigger activity_on_record after insert on activity
  for each row when (new.kind in ('code.refused', 'code.revealed', 'gift.resent', 'recognition.ended', 'recognition.taken-over')
                     and (new.kind <> 'code.revealed' or new.actor_id is not null))
  execute function log_traceless();

-- For deciding: a request that has ended never comes back.
create index activity_of_request on activity ((detail ->> 'recognitionId')) where kind in ('recognition.ended', 'recognition.taken-over');

-- Since when the sweep has run without a pause of more than ten minutes: what nobody was there to seal is no sign of anything.
alter table last_sweep add column running_since timestamptz;

-- How to repeat a seal without Largesse: as 0025-record.sql says, but the JSON array of a change that has a running number ends with
-- it. This query lists every seal and whether it holds.
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
--    select coalesce(string_agg(encode(sha256(convert_to((
--             case when c.running_number is null
--                  then json_build_array('change', c.organization_id, c.number, c.subject, c.key, c.before::text, c.after::text,
--                         to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), c.written_by, encode(c.last_seal, 'hex'))
--                  else json_build_array('change', c.organization_id, c.number, c.subject, c.key, c.before::text, c.after::text,
--                         to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), c.written_by, encode(c.last_seal, 'hex'),
--                         c.running_number)
--                  end)::text || coalesce(encode(c.mac, 'hex'), ''), 'UTF8')), 'hex'),
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
