-- What: by day and department, and beside that by giver, recipient, region and occasion: what was asked for, given, delivered, redeemed and
-- came back. By day, what people spent, where. And the ways to the gifts of some days.
-- Why: reports cost days and members instead of gifts. Kept by statement triggers from rows that are only ever added, so that every process
-- counts, an older one too, and nothing has to be taken out again.
set local lock_timeout = '5s';

create table gift_daily (
  organization_id uuid not null,
  dimension text not null check (dimension in ('department', 'giver', 'recipient', 'region', 'occasion')),
  -- When it happened, in the department's time zone then.
  day date not null,
  department_id uuid not null,
  -- `put-aside` until an approver decides; `given` at once, or `approved`; `bought` as a gift card, which redeems it.
  what text not null check (what in ('put-aside', 'given', 'approved', 'delivered', 'redeemed', 'bought', 'returned')),
  currency text not null,
  -- Who or which in the dimension; empty for the department itself.
  member text not null,
  gifts integer not null,
  amount_minor bigint not null,
  primary key (organization_id, dimension, day, department_id, what, currency, member)
);

create table spent_daily (
  organization_id uuid not null,
  -- In the time zone of the department in which the person was when they spent it; their region then, too.
  day date not null,
  department_id uuid not null,
  marketplace_id uuid not null,
  person_id uuid not null,
  region text not null,
  currency text not null,
  -- Less what was refunded that day, so it may be below zero.
  amount_minor bigint not null,
  primary key (organization_id, day, department_id, marketplace_id, person_id, region, currency)
);

-- What happened to gifts, counted in all dimensions. Rows are touched in one order, so that two of these never wait for each other.
create function count_gifts(gift_ids uuid[], whats text[], ats timestamptz[]) returns void language plpgsql
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  insert into gift_daily as s (organization_id, dimension, day, department_id, what, currency, member, gifts, amount_minor)
  select g.organization_id, m.dimension, (e.at at time zone d.time_zone)::date as day, g.department_id, e.what, g.currency, m.member,
         count(*), sum(g.amount_minor)
    from unnest(gift_ids, whats, ats) e (gift_id, what, at)
    join gift g on g.id = e.gift_id
    join department d on d.organization_id = g.organization_id and d.id = g.department_id
   cross join lateral (values ('department', ''), ('giver', g.giver_id::text), ('recipient', g.recipient_id::text),
                              ('region', g.region), ('occasion', g.occasion)) m (dimension, member)
   group by 1, 2, 3, 4, 5, 6, 7
   order by 1, 2, 3, 4, 5, 6, 7
  on conflict (organization_id, dimension, day, department_id, what, currency, member) do update
    set gifts = s.gifts + excluded.gifts, amount_minor = s.amount_minor + excluded.amount_minor;
end $$;

create function count_gift_entries() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  perform count_gifts(array_agg(subject_id), array_agg(what), array_agg(occurred_at))
     from (select subject_id, occurred_at,
                  case kind when 'gift.reserved' then 'put-aside'
                            when 'gift.issued' then
                              case when exists (select from entry r where r.subject_id = came.subject_id and r.subject_type = 'gift'
                                                   and r.kind = 'gift.reserved') then 'approved' else 'given' end
                            when 'code.redeemed' then 'redeemed'
                            when 'gift.bought' then 'bought'
                            else 'returned' end as what
             from came
            where subject_type = 'gift'
              and kind in ('gift.reserved', 'gift.issued', 'code.redeemed', 'gift.bought', 'code.voided', 'code.expired',
                           'wallet.adjusted')) counted
   having count(*) > 0;
  return null;
end $$;
create trigger entry_counted after insert on entry
  referencing new table as came for each statement execute function count_gift_entries();

create function count_delivered_gifts() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  perform count_gifts(array_agg(gift_id), array_agg('delivered'::text), array_agg(at))
     from came where kind = 'gift.delivered' having count(*) > 0;
  return null;
end $$;
create trigger activity_counted after insert on activity
  referencing new table as came for each statement execute function count_delivered_gifts();

-- What wallets paid in marketplaces; what comes back of it has the other sign.
create function count_spent() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  if not exists (
    select from (select distinct organization_id, account_id from came) moved
      join account a on a.organization_id = moved.organization_id and a.id = moved.account_id and a.kind = 'settled') then
    return null;
  end if;
  insert into spent_daily as s (organization_id, day, department_id, marketplace_id, person_id, region, currency, amount_minor)
  select p.organization_id, (e.occurred_at at time zone d.time_zone)::date as day, d.id, a.owner_id, w.id, w.region, p.currency,
         sum(p.amount)
    from came p
    join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind = 'settled'
    join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
    join checkout c on c.organization_id = e.organization_id
     and c.id = case e.subject_type when 'refund'
       then (select r.checkout_id from refund r where r.organization_id = e.organization_id and r.id = e.subject_id)
       else e.subject_id end
    join person w on w.organization_id = c.organization_id and w.id = c.person_id
    join department d on d.organization_id = w.organization_id and d.id = w.department_id
   group by 1, 2, 3, 4, 5, 6, 7
   order by 1, 2, 3, 4, 5, 6, 7
  on conflict (organization_id, day, department_id, marketplace_id, person_id, region, currency) do update
    set amount_minor = s.amount_minor + excluded.amount_minor;
  return null;
end $$;
create trigger posting_counted after insert on posting
  referencing new table as came for each statement execute function count_spent();

-- The triggers keep writers out until this is committed, so nothing is counted twice or missed. Where somebody was when they spent is
-- not known of older rows: they count where they are now.
insert into gift_daily (organization_id, dimension, day, department_id, what, currency, member, gifts, amount_minor)
select g.organization_id, m.dimension, (e.at at time zone d.time_zone)::date, g.department_id, e.what, g.currency, m.member,
       count(*), sum(g.amount_minor)
  from (select e.organization_id, e.subject_id as gift_id, e.occurred_at as at,
               case e.kind when 'gift.reserved' then 'put-aside'
                           when 'gift.issued' then case when r.subject_id is null then 'given' else 'approved' end
                           when 'code.redeemed' then 'redeemed'
                           when 'gift.bought' then 'bought'
                           else 'returned' end as what
          from entry e
          left join (select subject_id from entry where subject_type = 'gift' and kind = 'gift.reserved') r
            on e.kind = 'gift.issued' and r.subject_id = e.subject_id
         where e.subject_type = 'gift'
           and e.kind in ('gift.reserved', 'gift.issued', 'code.redeemed', 'gift.bought', 'code.voided', 'code.expired', 'wallet.adjusted')
        union all
        select organization_id, gift_id, at, 'delivered' from activity where kind = 'gift.delivered') e
  join gift g on g.organization_id = e.organization_id and g.id = e.gift_id
  join department d on d.organization_id = g.organization_id and d.id = g.department_id
 cross join lateral (values ('department', ''), ('giver', g.giver_id::text), ('recipient', g.recipient_id::text),
                            ('region', g.region), ('occasion', g.occasion)) m (dimension, member)
 group by 1, 2, 3, 4, 5, 6, 7;

insert into spent_daily (organization_id, day, department_id, marketplace_id, person_id, region, currency, amount_minor)
select p.organization_id, (e.occurred_at at time zone d.time_zone)::date, d.id, a.owner_id, w.id, w.region, p.currency, sum(p.amount)
  from account a
  join posting p on p.organization_id = a.organization_id and p.account_id = a.id
  join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
  left join refund r on e.subject_type = 'refund' and r.organization_id = e.organization_id and r.id = e.subject_id
  join checkout c on c.organization_id = e.organization_id and c.id = coalesce(r.checkout_id, e.subject_id)
  join person w on w.organization_id = c.organization_id and w.id = c.person_id
  join department d on d.organization_id = w.organization_id and d.id = w.department_id
 where a.kind = 'settled'
 group by 1, 2, 3, 4, 5, 6, 7;

-- The gifts behind a figure. New ones come at the end of each of these, so they cost little.
create index gift_created on gift (created_at);
-- The oldest gifts say no other time of issue than that of their creation.
create index gift_issued on gift (coalesce(issued_at, created_at));
create index entry_of_moved_gifts on entry (occurred_at)
  where kind in ('code.redeemed', 'gift.bought', 'code.voided', 'code.expired', 'wallet.adjusted');
create index activity_delivered on activity (at) where kind = 'gift.delivered';
-- What happened since an instant, for what the books came to then. Entries come in the order of time, so that a note for every
-- few pages finds them, and writing one costs nothing.
create index entry_by_time on entry using brin (occurred_at) with (autosummarize = on);
