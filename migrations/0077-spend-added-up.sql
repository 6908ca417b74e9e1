-- What: reports are added up by day, month, quarter and year, and by everything that tells spend apart, in rows with all figures. What
-- happens is noted in the transaction in which it happens, as one row with everything about it, and added up later, many at a time.
-- Why: whoever gets a gift had a row a gift and day, so that a year cost as much to add up as from the gifts themselves, and issuing
-- kept five such rows, which everybody who gave on that day waited for. A year is one row a member now, and a note waits for nobody.
-- Reports read the sums and what is noted beside them, so they are never behind.
--
-- A process that is older cannot show its report any more, nor prove the old tables: it needs a restart.
set local lock_timeout = '5s';

-- What happened and is in no sum yet. It has no index: it is added to, read as a whole, and emptied.
create table spend_noted (
  organization_id uuid not null,
  -- When it happened, in the department's time zone then.
  day date not null,
  department_id uuid not null,
  currency text not null,
  -- Null where nobody can say: who spends does not say whose gift it was, nor what for.
  giver_id uuid,
  recipient_id uuid not null,
  region text not null,
  occasion text,
  -- Where it was spent; empty for a gift card.
  marketplace text,
  -- The gifts that were given.
  gifts integer not null default 0,
  asked_minor bigint not null default 0,
  given_minor bigint not null default 0,
  delivered_minor bigint not null default 0,
  redeemed_minor bigint not null default 0,
  -- Less what was refunded, so it may be below zero.
  spent_minor bigint not null default 0,
  returned_minor bigint not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create table spend_sum (
  organization_id uuid not null,
  dimension text not null check (dimension in ('department', 'giver', 'recipient', 'region', 'occasion', 'marketplace')),
  span text not null check (span in ('day', 'month', 'quarter', 'year')),
  -- The first day of the span.
  start date not null,
  department_id uuid not null,
  currency text not null,
  -- Who or which in the dimension; empty for the department itself.
  member text not null,
  gifts bigint not null,
  asked_minor bigint not null,
  given_minor bigint not null,
  delivered_minor bigint not null,
  redeemed_minor bigint not null,
  spent_minor bigint not null,
  returned_minor bigint not null,
  primary key (organization_id, dimension, span, start, department_id, currency, member)
-- Sums change where they are: no index has a figure.
) with (fillfactor = 80);

-- Adds so many notes at most to the sums, and says how many.
create function add_up_spend(most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  added integer;
begin
  -- One at a time: two would only wait for each other.
  if not pg_try_advisory_xact_lock(hashtext('add_up_spend')) then return 0; end if;
  with taken as (
    delete from spend_noted where ctid = any (array(select ctid from spend_noted limit most)) returning *),
  by_day as (
    select t.organization_id, m.dimension, t.day, t.department_id, t.currency, m.member, sum(t.gifts) as gifts,
           sum(t.asked_minor) as asked, sum(t.given_minor) as given, sum(t.delivered_minor) as delivered,
           sum(t.redeemed_minor) as redeemed, sum(t.spent_minor) filter (where m.has_spent) as spent, sum(t.returned_minor) as returned
      from taken t
     cross join lateral (values ('department', '', true), ('giver', t.giver_id::text, false), ('recipient', t.recipient_id::text, true),
                                ('region', t.region, true), ('occasion', t.occasion, false)) m (dimension, member, has_spent)
     where m.member is not null
     group by 1, 2, 3, 4, 5, 6
    union all
    select t.organization_id, 'marketplace', t.day, t.department_id, t.currency, t.marketplace, 0, 0, 0, 0, 0, sum(t.spent_minor), 0
      from taken t where t.marketplace is not null
     group by 1, 3, 4, 5, 6),
  added_up as (
    insert into spend_sum as s (organization_id, dimension, span, start, department_id, currency, member, gifts, asked_minor,
                                given_minor, delivered_minor, redeemed_minor, spent_minor, returned_minor)
    select organization_id, dimension, span, date_trunc(span, day::timestamp)::date, department_id, currency, member, sum(gifts),
           sum(asked), sum(given), sum(delivered), sum(redeemed), coalesce(sum(spent), 0), sum(returned)
      from by_day cross join unnest(array['day', 'month', 'quarter', 'year']) span
     group by 1, 2, 3, 4, 5, 6, 7
     order by 1, 2, 3, 4, 5, 6, 7
    on conflict (organization_id, dimension, span, start, department_id, currency, member) do update
      set gifts = s.gifts + excluded.gifts, asked_minor = s.asked_minor + excluded.asked_minor,
          given_minor = s.given_minor + excluded.given_minor, delivered_minor = s.delivered_minor + excluded.delivered_minor,
          redeemed_minor = s.redeemed_minor + excluded.redeemed_minor, spent_minor = s.spent_minor + excluded.spent_minor,
          returned_minor = s.returned_minor + excluded.returned_minor)
  select count(*) into added from taken;
  return added;
end $$;

create or replace function count_gifts(gift_ids uuid[], whats text[], ats timestamptz[]) returns void language sql
  set search_path = public, pg_temp set enable_seqscan = off as $$
  insert into spend_noted (organization_id, day, department_id, currency, giver_id, recipient_id, region, occasion, marketplace, gifts,
                           asked_minor, given_minor, delivered_minor, redeemed_minor, spent_minor, returned_minor)
  select g.organization_id, (e.at at time zone d.time_zone)::date, g.department_id, g.currency, g.giver_id, g.recipient_id, g.region,
         g.occasion, case what when 'bought' then '' end,
         case when what in ('given', 'approved') then 1 else 0 end,
         case when what in ('put-aside', 'given') then g.amount_minor else 0 end,
         case when what in ('given', 'approved') then g.amount_minor else 0 end,
         case what when 'delivered' then g.amount_minor else 0 end,
         case when what in ('redeemed', 'bought') then g.amount_minor else 0 end,
         case what when 'bought' then g.amount_minor else 0 end,
         case what when 'returned' then g.amount_minor else 0 end
    from unnest(gift_ids, whats, ats) e (gift_id, what, at)
    join gift g on g.id = e.gift_id
    join department d on d.organization_id = g.organization_id and d.id = g.department_id
$$;

create or replace function count_spent() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  if not exists (
    select from (select distinct organization_id, account_id from came) moved
      join account a on a.organization_id = moved.organization_id and a.id = moved.account_id and a.kind = 'settled') then
    return null;
  end if;
  insert into spend_noted (organization_id, day, department_id, currency, recipient_id, region, marketplace, spent_minor)
  select p.organization_id, (e.occurred_at at time zone d.time_zone)::date, d.id, p.currency, w.id, w.region, a.owner_id::text, p.amount
    from came p
    join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind = 'settled'
    join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
    join checkout c on c.organization_id = e.organization_id
     and c.id = case e.subject_type when 'refund'
       then (select r.checkout_id from refund r where r.organization_id = e.organization_id and r.id = e.subject_id)
       else e.subject_id end
    join person w on w.organization_id = c.organization_id and w.id = c.person_id
    join department d on d.organization_id = w.organization_id and d.id = w.department_id;
  return null;
end $$;

-- Nobody counts anything until this is committed.
lock table gift_daily, spent_daily in access exclusive mode;
insert into spend_sum
select organization_id, dimension, span, date_trunc(span, day::timestamp)::date, department_id, currency, member, sum(gifts), sum(asked),
       sum(given), sum(delivered), sum(redeemed), sum(spent), sum(returned)
  from (select organization_id, dimension, day, department_id, currency, member,
               case when what in ('given', 'approved') then gifts else 0 end as gifts,
               case when what in ('put-aside', 'given') then amount_minor else 0 end as asked,
               case when what in ('given', 'approved') then amount_minor else 0 end as given,
               case what when 'delivered' then amount_minor else 0 end as delivered,
               case when what in ('redeemed', 'bought') then amount_minor else 0 end as redeemed,
               case when what = 'bought' and dimension not in ('giver', 'occasion') then amount_minor else 0 end as spent,
               case what when 'returned' then amount_minor else 0 end as returned
          from gift_daily
         union all
        select organization_id, 'marketplace', day, department_id, currency, '', 0, 0, 0, 0, 0, amount_minor, 0
          from gift_daily where dimension = 'department' and what = 'bought'
         union all
        select organization_id, m.dimension, day, department_id, currency, m.member, 0, 0, 0, 0, 0, amount_minor, 0
          from spent_daily
         cross join lateral (values ('department', ''), ('recipient', person_id::text), ('region', region),
                                    ('marketplace', marketplace_id::text)) m (dimension, member)) happened
 cross join unnest(array['day', 'month', 'quarter', 'year']) span
 group by 1, 2, 3, 4, 5, 6, 7;

drop table gift_daily;
drop table spent_daily;
