-- The ledger posts what one table allows, src/domain/ledger/entries.ts. The database keeps a copy of it and asks it about every
-- entry and every posting, and an entry says in columns of its own what it is about.

-- A row for each kind of entry and each type of thing that it can be about.
create table entry_rule (
  kind text not null,
  subject_type text not null,
  -- What an entry's key begins with, followed by the id of its subject: first what is written today, then what was before.
  keys text[] not null check (cardinality(keys) > 0),
  -- The kinds of accounts that it takes money from, and those that it gives money to.
  sources text[] not null,
  targets text[] not null,
  -- Whether it changes account.funded.
  funds_budgets boolean not null,
  primary key (kind, subject_type)
);

insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('budget.granted', 'account', '{budget.granted}', '{funding}', '{budget}', true),
  ('budget.granted', 'policy', '{budget.set}', '{funding}', '{budget}', true),
  ('budget.granted', 'top-up', '{budget.topped-up,budget.topped_up}', '{funding}', '{budget}', true),
  ('budget.returned', 'policy', '{budget.set,budget.returned}', '{budget}', '{funding}', true),
  ('budget.carried', 'account', '{budget.carried}', '{budget}', '{budget}', true),
  ('budget.moved', 'move', '{budget.moved}', '{budget}', '{budget}', true),
  ('gift.reserved', 'gift', '{gift.reserved}', '{budget}', '{reserved}', false),
  ('gift.issued', 'gift', '{gift.issued}', '{budget,reserved}', '{outstanding}', false),
  ('gift.released', 'gift', '{gift.released}', '{reserved}', '{budget}', false),
  ('code.redeemed', 'gift', '{code.redeemed}', '{outstanding}', '{wallet_gift}', false),
  ('code.voided', 'gift', '{code.voided}', '{outstanding}', '{budget}', false),
  ('wallet.adjusted', 'gift', '{wallet.adjusted}', '{wallet_gift}', '{budget}', false);

-- A later migration that adds to it disables this trigger for as long as it writes.
create function refuse_rule_by_hand() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'what the ledger may post changes with a migration only' using errcode = 'restrict_violation';
end $$;
create trigger entry_rule_by_migration before insert or update or delete or truncate on entry_rule
  for each statement execute function refuse_rule_by_hand();

-- What an entry is about. Null where an entry of before is of no kind that the table knows: the audit finds it.
alter table entry
  add column subject_type text,
  add column subject_id uuid;

-- What an entry's key says of its subject. Only for entries of before this migration and those of processes of before it.
create function subject_of_key(entry_kind text, entry_key text) returns table (subject_type text, subject_id uuid)
language sql stable as $$
  select r.subject_type, split_part(entry_key, ':', 2)::uuid
    from public.entry_rule r
   where r.kind = entry_kind and split_part(entry_key, ':', 1) = any (r.keys)
     and split_part(entry_key, ':', 2) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
     and (r.subject_type = 'policy' or entry_key = split_part(entry_key, ':', 1) || ':' || split_part(entry_key, ':', 2))
$$;

alter table entry disable trigger entry_append_only;
update entry e
   set (subject_type, subject_id) = (select s.subject_type, s.subject_id from subject_of_key(e.kind, e.key) s);
alter table entry enable trigger entry_append_only;

-- How a gift finds its entries; and each thing happens to it once, whatever the key says.
create unique index entry_of_gift on entry (subject_id, kind) where subject_type = 'gift';
-- The same for a period that opens, a move and a top-up, whose ids others choose.
create unique index entry_of_budget on entry (organization_id, subject_id, subject_type, kind)
  where subject_type in ('account', 'move', 'top-up');

-- A process of before this migration names no subject. It goes on beside the new ones.
create function fill_entry_subject() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  select s.subject_type, s.subject_id into new.subject_type, new.subject_id from subject_of_key(new.kind, new.key) s;
  return new;
end $$;
create trigger entry_subject_filled before insert on entry
  for each row when (new.subject_type is null) execute function fill_entry_subject();

-- An entry belongs to an organization, is of a kind that the table has, about what that kind is about, and is called by it.
create function check_entry() returns trigger language plpgsql
  set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  wrong record;
begin
  select n.organization_id into wrong from (select distinct organization_id from new_rows) n
   where (select true from organization o where o.id = n.organization_id) is null
   limit 1;
  if found then
    raise exception 'a row of % refers to organization %, which there is not', tg_table_name, wrong.organization_id
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;

  -- Most entries of a batch are called alike, but for their ids.
  select n.kind, n.subject_type, n.called into wrong
    from (select distinct kind, subject_type, left(key, strpos(key, ':' || subject_id) - 1) as called from new_rows) n
   where (select n.called = any (r.keys)
            from entry_rule r where r.kind = n.kind and r.subject_type = n.subject_type) is not true
   limit 1;
  if found then
    select n.kind, n.key, n.subject_type, n.subject_id into wrong from new_rows n
     where n.kind = wrong.kind and n.subject_type is not distinct from wrong.subject_type
       and left(n.key, strpos(n.key, ':' || n.subject_id) - 1) is not distinct from wrong.called
     limit 1;
    raise exception 'the ledger has no entry % of kind % about % %', wrong.key, wrong.kind,
      coalesce(wrong.subject_type, 'nothing'), coalesce(wrong.subject_id::text, 'that its key names')
      using errcode = 'check_violation', table = tg_table_name, constraint = 'entry_rule';
  end if;
  return null;
end $$;

drop trigger entry_refers on entry;
create trigger entry_refers after insert on entry
  referencing new table as new_rows for each statement execute function check_entry();
-- It listed kinds that nothing posts.
alter table entry drop constraint entry_kind_check;

-- Kinds of accounts that nothing is booked in come with what books it. Not validated: the audit finds an old row of another.
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check
  check (kind in ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift')) not valid;

-- As before, and each leg is one that the table allows for its entry. Entries of a batch move money between few accounts, and
-- mostly are of one kind: only where they are not is each posting's entry looked up again.
create or replace function apply_postings() returns trigger language plpgsql
  set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  broken record;
  kinds text[];
begin
  select bool_or(of_kind.has_rest) as has_rest, bool_or(of_kind.kind is null) as has_orphan, array_agg(of_kind.kind) as kinds
    into broken
    from (select e.kind, bool_or(e.total <> 0) as has_rest
            from (select sum(p.amount) as total,
                         (select kind from entry where organization_id = p.organization_id and id = p.entry_id) as kind
                    from new_postings p group by p.organization_id, p.entry_id, p.currency) e
           group by e.kind) of_kind;
  kinds := broken.kinds;
  if broken.has_rest then
    select entry_id, currency into broken
      from new_postings group by organization_id, entry_id, currency having sum(amount) <> 0 limit 1;
    raise exception 'the postings of entry % do not sum to zero in %', broken.entry_id, broken.currency
      using errcode = 'check_violation', constraint = 'posting_zero_sum';
  end if;
  if broken.has_orphan then
    raise exception 'a posting refers to an entry that its organization does not have'
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  select leg.kind, leg.is_source, a.kind as account_kind into broken
    from (select distinct p.organization_id, p.account_id, p.amount < 0 as is_source,
                 case when cardinality(kinds) = 1 then kinds[1]
                      else (select kind from entry where organization_id = p.organization_id and id = p.entry_id) end as kind
            from new_postings p) leg,
         lateral (select kind from account where organization_id = leg.organization_id and id = leg.account_id) a
   where (select bool_or(a.kind = any (case when leg.is_source then r.sources else r.targets end))
            from entry_rule r where r.kind = leg.kind) is not true
   limit 1;
  if found then
    raise exception 'an entry of kind % may not % an account of kind %', broken.kind,
      case when broken.is_source then 'take money from' else 'give money to' end, broken.account_kind
      using errcode = 'check_violation', constraint = 'posting_leg';
  end if;

  with moved as (
    select organization_id, account_id, currency, sum(amount) as amount
      from new_postings group by organization_id, account_id, currency
  )
  update account a set balance = a.balance + moved.amount
    from moved
   where a.organization_id = moved.organization_id and a.id = moved.account_id and a.currency = moved.currency;

  select last.account_id, a.id is null as is_orphan into broken
    from (select distinct on (organization_id, account_id, currency) organization_id, account_id, currency, balance_after
            from new_postings order by organization_id, account_id, currency, id desc) last
    left join account a
      on a.organization_id = last.organization_id and a.id = last.account_id and a.currency = last.currency
   where a.id is null or a.balance <> last.balance_after limit 1;
  if found and broken.is_orphan then
    raise exception 'a posting refers to account %, which its organization does not have in its currency', broken.account_id
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  if found then
    raise exception 'the postings of account % do not lead to its balance', broken.account_id
      using errcode = 'check_violation', constraint = 'posting_running_balance';
  end if;

  if (select bool_or(r.funds_budgets) from entry_rule r where r.kind = any (kinds)) then
    update account a set funded = a.funded + came.amount
      from (select p.organization_id, p.account_id, sum(p.amount) as amount
              from new_postings p join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
             where e.kind in (select kind from entry_rule where funds_budgets)
             group by p.organization_id, p.account_id) came
     where a.kind = 'budget' and a.organization_id = came.organization_id and a.id = came.account_id;
  end if;
  return null;
end $$;

-- Whoever calls a function of a trigger cannot put tables of their own in front of the ones that it means.
alter function refuse_change() set search_path = public, pg_temp;
alter function refuse_balance_by_hand() set search_path = public, pg_temp;
alter function refuse_deletion() set search_path = public, pg_temp;
alter function refuse_new_identity() set search_path = public, pg_temp;
alter function check_organization() set search_path = public, pg_temp;
alter function check_recognition() set search_path = public, pg_temp;
alter function check_gift() set search_path = public, pg_temp;
alter function check_code() set search_path = public, pg_temp;
alter function check_delivery() set search_path = public, pg_temp;
alter function add_department_spend() set search_path = public, pg_temp;
alter function change_department_spend() set search_path = public, pg_temp;
alter function lessen_department_spend() set search_path = public, pg_temp;
