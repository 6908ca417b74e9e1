-- What: what had come into each wallet, and what was in it, after each of its movements, in the order of time.
-- Why: what wallets held at the end of a day long ago, and how old that money was, took adding up all that was ever posted. It takes a
-- few look-ups a wallet now. Issuing gifts moves nothing in wallets, so it only looks that this is so.
set local lock_timeout = '5s';

create table wallet_standing (
  organization_id uuid not null,
  -- Of kind `wallet_gift` or `wallet_promo`.
  account_id uuid not null,
  at timestamptz not null,
  posting_id bigint not null,
  -- Everything that came in until then, whatever went out.
  came_minor bigint not null,
  balance_minor bigint not null,
  -- With both amounts, so that a look-up needs the index alone.
  primary key (organization_id, account_id, at, posting_id) include (came_minor, balance_minor)
);

create function keep_standings() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  if not exists (
    select from (select distinct organization_id, account_id from came) moved
      join account a on a.organization_id = moved.organization_id and a.id = moved.account_id
       and a.kind in ('wallet_gift', 'wallet_promo')) then
    return null;
  end if;
  insert into wallet_standing as s (organization_id, account_id, at, posting_id, came_minor, balance_minor)
  with moved as (
    select p.organization_id, p.account_id, e.occurred_at as at, p.id, p.amount
      from came p
      join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind in ('wallet_gift', 'wallet_promo')
      join entry e on e.organization_id = p.organization_id and e.id = p.entry_id),
  earliest as (
    select distinct on (organization_id, account_id) organization_id, account_id, at, id from moved
     order by organization_id, account_id, at, id),
  later as (
    select * from moved
     union all
    -- What happened after it and is there already, where the clocks of two processes differ.
    select l.organization_id, l.account_id, l.at, l.posting_id, p.amount
      from earliest f
      join wallet_standing l on l.organization_id = f.organization_id and l.account_id = f.account_id
       and (l.at, l.posting_id) > (f.at, f.id)
      join posting p on p.organization_id = l.organization_id and p.id = l.posting_id)
  select l.organization_id, l.account_id, l.at, l.id, coalesce(b.came_minor, 0) + sum(greatest(l.amount, 0)) over so_far,
         coalesce(b.balance_minor, 0) + sum(l.amount) over so_far
    from later l
    join earliest f on f.organization_id = l.organization_id and f.account_id = l.account_id
    left join lateral (
      select b.came_minor, b.balance_minor from wallet_standing b
       where b.organization_id = f.organization_id and b.account_id = f.account_id and (b.at, b.posting_id) < (f.at, f.id)
       order by b.at desc, b.posting_id desc limit 1) b on true
  window so_far as (partition by l.organization_id, l.account_id order by l.at, l.id)
   order by 1, 2, 3, 4
  on conflict (organization_id, account_id, at, posting_id) do update
    set came_minor = excluded.came_minor, balance_minor = excluded.balance_minor;
  return null;
end $$;

-- The trigger keeps writers out until this is committed, so nothing is counted twice or missed.
create trigger posting_stands after insert on posting
  referencing new table as came for each statement execute function keep_standings();

insert into wallet_standing (organization_id, account_id, at, posting_id, came_minor, balance_minor)
select p.organization_id, p.account_id, e.occurred_at, p.id, sum(greatest(p.amount, 0)) over so_far, sum(p.amount) over so_far
  from posting p
  join account a on a.organization_id = p.organization_id and a.id = p.account_id and a.kind in ('wallet_gift', 'wallet_promo')
  join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
window so_far as (partition by p.organization_id, p.account_id order by e.occurred_at, p.id)
 order by 1, 2, 3, 4;
