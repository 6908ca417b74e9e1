-- Issuing writes nine rows a gift, which foreign keys would check one by one, at a third of all that the database does. What
-- these rows refer to is checked a statement at a time instead. That is as strong: the rows they refer to are never deleted
-- and keep their identity, so what was there when a row came stays there. See .github/decisions.

create function refuse_deletion() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % is never deleted: the books refer to it', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger organization_never_deleted before delete or truncate on organization
  for each statement execute function refuse_deletion();
create trigger department_never_deleted before delete or truncate on department
  for each statement execute function refuse_deletion();
create trigger person_never_deleted before delete or truncate on person
  for each statement execute function refuse_deletion();
create trigger recognition_never_deleted before delete or truncate on recognition
  for each statement execute function refuse_deletion();
create trigger gift_never_deleted before delete or truncate on gift
  for each statement execute function refuse_deletion();

create function refuse_new_identity() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % keeps what it is and what it refers to', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger organization_keeps_identity before update of id on organization
  for each row when (old.id is distinct from new.id) execute function refuse_new_identity();
create trigger department_keeps_identity before update of organization_id, id on department
  for each row when ((old.organization_id, old.id) is distinct from (new.organization_id, new.id))
  execute function refuse_new_identity();
create trigger person_keeps_identity before update of organization_id, id on person
  for each row when ((old.organization_id, old.id) is distinct from (new.organization_id, new.id))
  execute function refuse_new_identity();
create trigger recognition_keeps_identity before update of organization_id, id on recognition
  for each row when ((old.organization_id, old.id) is distinct from (new.organization_id, new.id))
  execute function refuse_new_identity();
create trigger gift_keeps_identity
  before update of organization_id, id, recognition_id, recipient_id, giver_id, department_id on gift
  for each row when (
    (old.organization_id, old.id, old.recognition_id, old.recipient_id, old.giver_id, old.department_id) is distinct from
    (new.organization_id, new.id, new.recognition_id, new.recipient_id, new.giver_id, new.department_id))
  execute function refuse_new_identity();
-- A code that could be bound anew would be worth something to whoever can write here.
create trigger code_keeps_identity before update of organization_id, gift_id, bound_to on code
  for each row when (
    (old.organization_id, old.gift_id, old.bound_to) is distinct from (new.organization_id, new.gift_id, new.bound_to))
  execute function refuse_new_identity();
create trigger delivery_keeps_identity before update of organization_id, gift_id on delivery
  for each row when ((old.organization_id, old.gift_id) is distinct from (new.organization_id, new.gift_id))
  execute function refuse_new_identity();

-- Each reference is looked up by its key, whatever the planner believes of a table that has just begun to grow: the plans
-- of these functions are kept for as long as a connection lives.

create function check_organization() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown uuid;
begin
  select n.organization_id into unknown from (select distinct organization_id from new_rows) n
   where (select true from organization o where o.id = n.organization_id) is null limit 1;
  if found then
    raise exception 'a row of % refers to organization %, which there is not', tg_table_name, unknown
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

create function check_recognition() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown uuid;
begin
  select n.id into unknown from new_rows n
   where n.giver_id is not null
     and (select true from person p where p.organization_id = n.organization_id and p.id = n.giver_id) is null
      or n.department_id is not null
     and (select true from department d where d.organization_id = n.organization_id and d.id = n.department_id) is null
   limit 1;
  if found then
    raise exception 'request % refers to a person or a department that its organization does not have', unknown
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

create function check_gift() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown uuid;
begin
  select n.id into unknown from new_rows n
   where (select true from recognition r where r.organization_id = n.organization_id and r.id = n.recognition_id) is null
      or (select true from person p where p.organization_id = n.organization_id and p.id = n.recipient_id) is null
      or (select true from person p where p.organization_id = n.organization_id and p.id = n.giver_id) is null
      or (select true from department d where d.organization_id = n.organization_id and d.id = n.department_id) is null
   limit 1;
  if found then
    raise exception 'gift % refers to a request, a person or a department that its organization does not have', unknown
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

create function check_code() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown uuid;
begin
  select n.gift_id into unknown from new_rows n
   where (select n.bound_to is null or n.bound_to = g.recipient_id
            from gift g where g.organization_id = n.organization_id and g.id = n.gift_id) is not true
   limit 1;
  if found then
    raise exception 'the code of gift % is of a gift that its organization does not have, or bound to somebody else', unknown
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

create function check_delivery() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  unknown uuid;
begin
  select n.gift_id into unknown from new_rows n
   where (select true from gift g where g.organization_id = n.organization_id and g.id = n.gift_id) is null
   limit 1;
  if found then
    raise exception 'a delivery refers to gift %, which its organization does not have', unknown
      using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;

-- A statement's rows can be seen for one event at a time.
create trigger recognition_refers after insert on recognition
  referencing new table as new_rows for each statement execute function check_recognition();
create trigger recognition_refers_still after update on recognition
  referencing new table as new_rows for each statement execute function check_recognition();
create trigger entry_refers after insert on entry
  referencing new table as new_rows for each statement execute function check_organization();
create trigger activity_refers after insert on activity
  referencing new table as new_rows for each statement execute function check_organization();
create trigger gift_refers after insert on gift
  referencing new table as new_rows for each statement execute function check_gift();
create trigger code_refers after insert on code
  referencing new table as new_rows for each statement execute function check_code();
create trigger delivery_refers after insert on delivery
  referencing new table as new_rows for each statement execute function check_delivery();

-- Postings arrive a whole entry a statement: they belong to entries and accounts that there are, sum to zero per currency,
-- move the balances, and say the balance after.
create or replace function apply_postings() returns trigger language plpgsql set enable_seqscan = off as $$
declare
  broken record;
  is_funding boolean;
begin
  select bool_or(e.total <> 0) as has_rest, bool_or(e.kind is null) as has_orphan,
         bool_or(e.kind in ('budget.granted', 'budget.returned', 'budget.carried', 'budget.moved')) as is_funding
    into broken
    from (select sum(p.amount) as total,
                 (select kind from entry where organization_id = p.organization_id and id = p.entry_id) as kind
            from new_postings p group by p.organization_id, p.entry_id, p.currency) e;
  is_funding := broken.is_funding;
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

  if is_funding then
    update account a set funded = a.funded + came.amount
      from (select p.organization_id, p.account_id, sum(p.amount) as amount
              from new_postings p join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
             where e.kind in ('budget.granted', 'budget.returned', 'budget.carried', 'budget.moved')
             group by p.organization_id, p.account_id) came
     where a.kind = 'budget' and a.organization_id = came.organization_id and a.id = came.account_id;
  end if;
  return null;
end $$;

drop trigger posting_funds_budgets on posting;
drop function fund_budgets();

alter table recognition
  drop constraint recognition_organization_id_giver_id_fkey,
  drop constraint recognition_organization_id_department_id_fkey;
alter table gift
  drop constraint gift_organization_id_recognition_id_fkey,
  drop constraint gift_organization_id_recipient_id_fkey,
  drop constraint gift_organization_id_giver_id_fkey,
  drop constraint gift_organization_id_department_id_fkey;
alter table code
  drop constraint code_organization_id_gift_id_fkey,
  drop constraint code_organization_id_bound_to_fkey;
alter table delivery drop constraint delivery_organization_id_gift_id_fkey;
alter table entry drop constraint entry_organization_id_fkey;
alter table posting
  drop constraint posting_organization_id_entry_id_fkey,
  drop constraint posting_organization_id_account_id_currency_fkey;
alter table activity drop constraint activity_organization_id_fkey;
