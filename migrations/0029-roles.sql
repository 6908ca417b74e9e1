-- Largesse may run under a role that owns nothing and may do no more than src/db/kit/rights.ts lists. What follows from what it
-- writes, triggers write in the owner's name. And what is settled stays as it is, whoever writes.

-- Whoever calls these cannot put tables of their own in front of the ones that they mean.
alter function fold_text(text) set search_path = public, pg_temp;
alter function subject_of_key(text, text) set search_path = public, pg_temp;

-- Balances, and what departments gave a day.
alter function apply_postings() security definer;
alter function add_department_spend() security definer;
alter function change_department_spend() security definer;
alter function lessen_department_spend() security definer;

-- As before, and what came into a budget changes by postings only, too.
create or replace function refuse_balance_by_hand() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 or new.funded <> 0 then
      raise exception 'an account opens at zero: post an entry' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (new.balance <> old.balance or new.funded <> old.funded) and pg_trigger_depth() < 2 then
    raise exception 'a balance changes by postings only' using errcode = 'restrict_violation';
  end if;
  if (new.organization_id, new.id, new.kind, new.owner_id, new.period, new.currency)
     is distinct from (old.organization_id, old.id, old.kind, old.owner_id, old.period, old.currency) then
    raise exception 'an account keeps its identity' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create function refuse_change_of_settled() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'a row of % moves on as Largesse moves it, and stays as it is once it is settled', tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- The moves of these three are those of src/domain/states.ts.

drop trigger gift_keeps_identity on gift;
create trigger gift_keeps_identity
  before update of organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor, currency,
    funding_source, value_source, expires_at, occasion, period, created_at on gift
  for each row when (
    (old.organization_id, old.id, old.recognition_id, old.recipient_id, old.giver_id, old.department_id, old.region,
     old.amount_minor, old.currency, old.funding_source, old.value_source, old.expires_at, old.occasion, old.period,
     old.created_at) is distinct from
    (new.organization_id, new.id, new.recognition_id, new.recipient_id, new.giver_id, new.department_id, new.region,
     new.amount_minor, new.currency, new.funding_source, new.value_source, new.expires_at, new.occasion, new.period,
     new.created_at))
  execute function refuse_new_identity();
create trigger gift_settled before update on gift
  for each row when (
    old.status in ('redeemed', 'expired', 'voided') and old is distinct from new
    or old.issued_at is distinct from new.issued_at and old.status <> 'reserved'
    or old.status <> new.status and not (
      old.status = 'reserved' and new.status in ('issued', 'voided')
      or old.status = 'issued' and new.status in ('delivered', 'redeemed', 'voided')
      or old.status = 'delivered' and new.status in ('redeemed', 'voided')))
  execute function refuse_change_of_settled();

-- A code is erased for good, or sealed anew under another key together with the hash that finds it.
create trigger code_keeps_secret before update on code
  for each row when (
    old.last_four <> new.last_four
    or old.sealed is null and old is distinct from new
    or old.sealed is not null and new.sealed is null and (old.hmac, old.key_id) is distinct from (new.hmac, new.key_id)
    or new.sealed is not null and old.key_id = new.key_id
       and (old.hmac, old.sealed) is distinct from (new.hmac, new.sealed))
  execute function refuse_change_of_settled();

create trigger approval_keeps_identity
  before update of organization_id, id, kind, subject_id, department_id, requested_by, excluded, amount_minor, currency,
    requested_at, expires_at on approval
  for each row when (
    (old.organization_id, old.id, old.kind, old.subject_id, old.department_id, old.requested_by, old.excluded,
     old.amount_minor, old.currency, old.requested_at, old.expires_at) is distinct from
    (new.organization_id, new.id, new.kind, new.subject_id, new.department_id, new.requested_by, new.excluded,
     new.amount_minor, new.currency, new.requested_at, new.expires_at))
  execute function refuse_new_identity();
create trigger approval_settled before update of status, decided_at, decided_by on approval
  for each row when (
    old.status <> 'open'
    and (old.status, old.decided_at, old.decided_by) is distinct from (new.status, new.decided_at, new.decided_by))
  execute function refuse_change_of_settled();

-- Its recipients are known better while it is not decided: what a platform said about them is written there.
create trigger recognition_keeps_request
  before update of source, request_id, giver, amount, currency, paying_department_id, occasion on recognition
  for each row when (
    (old.source, old.request_id, old.giver, old.amount, old.currency, old.paying_department_id, old.occasion) is distinct from
    (new.source, new.request_id, new.giver, new.amount, new.currency, new.paying_department_id, new.occasion))
  execute function refuse_new_identity();
create trigger recognition_keeps_recipients before update of recipients on recognition
  for each row when (old.status <> 'queued' and old.recipients is distinct from new.recipients)
  execute function refuse_change_of_settled();
create trigger recognition_settled before update of status, giver_id, department_id, refusal, decided_at on recognition
  for each row when (
    old.status in ('issued', 'refused', 'declined', 'cancelled')
    and (old.status, old.giver_id, old.department_id, old.refusal, old.decided_at) is distinct from
        (new.status, new.giver_id, new.department_id, new.refusal, new.decided_at)
    or old.status <> new.status and not (
      old.status = 'awaiting_confirmation' and new.status in ('queued', 'cancelled')
      or old.status = 'queued' and new.status in ('awaiting_confirmation', 'awaiting_approval', 'issued', 'refused')
      or old.status = 'awaiting_approval' and new.status in ('issued', 'declined', 'cancelled')))
  execute function refuse_change_of_settled();
