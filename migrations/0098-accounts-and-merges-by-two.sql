-- What: an account or an address of somebody with a role, and merging records of which one has a role, may wait for a second person.
-- Why: whoever may link accounts could sign in with somebody else’s rights, without ever giving a role.
set local lock_timeout = '5s';

alter table proposal drop constraint proposal_kind_check;
alter table proposal add constraint proposal_kind_check check (
  kind in ('top-up', 'move', 'budget', 'rules', 'allowance', 'write-off', 'second-person', 'role', 'token', 'account', 'merge')) not valid;
alter table proposal validate constraint proposal_kind_check;

-- Which account or address a proposal was about may go with the person, as texts of other tables do.
create or replace function only_blanked(subject text, was jsonb, becomes jsonb) returns boolean language sql immutable
  set search_path = public, pg_temp as $$
  select coalesce(bool_and(case
           when not n.key = any (case subject
                  when 'api_token' then '{name}' when 'checkout' then '{description}' when 'code_report' then '{reason,salt}'
                  when 'factor_reset' then '{reason,salt}' when 'gift' then '{void_reason}' when 'promo_grant' then '{reason,salt}'
                  when 'proposal' then '{reason,salt}'
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
