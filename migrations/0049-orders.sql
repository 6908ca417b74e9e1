-- What: orders in the store, where they are sent, and the marketplaces that the built-in store spends in.
-- Why: a checkout says what was paid, and an order what for, who sees to it, and what became of it.
set local lock_timeout = '5s';

-- The built-in store is a marketplace for each currency, made when something is first ordered in it.
create table store_marketplace (
  organization_id uuid not null references organization,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  marketplace_id uuid not null,
  primary key (organization_id, currency),
  unique (organization_id, marketplace_id),
  foreign key (organization_id, marketplace_id) references marketplace
);
create trigger store_marketplace_append_only before update or delete or truncate on store_marketplace
  for each statement execute function refuse_change();

-- Its moves are those of src/domain/states.ts.
create table store_order (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  -- Its buyer's own id for it: clicked twice, it is ordered once.
  request_id text not null check (request_id <> '' and length(request_id) <= 200),
  checkout_id uuid not null,
  item_id uuid not null,
  -- As they were then.
  kind text not null check (kind in ('own', 'charity', 'day-off', 'codes', 'gift-card')),
  item_name text not null check (item_name <> ''),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  placed_at timestamptz not null,
  -- Whether one was taken from the item's stock, which goes back with it.
  takes_stock boolean not null,
  status text not null default 'placed' check (status in ('placed', 'fulfilling', 'fulfilled', 'cancelled', 'refunded')),
  started_at timestamptz,
  fulfilled_at timestamptz,
  -- When it was cancelled or refunded.
  ended_at timestamptz,
  -- Why: its buyer wanted it, or whoever sees to it; nobody paid, or its provider did not sell it.
  ended_why text check (ended_why in ('buyer', 'person', 'unpaid', 'not-bought')),
  -- What its fulfiller writes to its buyer.
  note text not null default '' check (length(note) <= 1000),
  -- What whoever cancelled or refunded it wrote.
  reason text not null default '' check (length(reason) <= 1000),
  -- When somebody looks at it next: the money is taken before it would not be held any more, and the address is erased in the end.
  due_at timestamptz,
  -- Its owner saw what it brought so many times, last then.
  reveals integer not null default 0 check (reveals >= 0),
  revealed_at timestamptz,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  unique (organization_id, person_id, request_id),
  unique (organization_id, checkout_id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, checkout_id) references checkout,
  foreign key (organization_id, item_id) references store_item,
  check ((status in ('fulfilled', 'refunded')) = (fulfilled_at is not null)),
  check ((status in ('cancelled', 'refunded')) = (ended_at is not null)),
  check ((ended_at is null) = (ended_why is null)),
  check (status <> 'fulfilling' or started_at is not null),
  check ((reveals = 0) = (revealed_at is null))
);
-- A job knows only its id.
create unique index store_order_id on store_order (id);
create index store_order_of_person on store_order (organization_id, person_id, placed_at);
create index store_order_of_item on store_order (organization_id, item_id, status);
create index store_order_newest on store_order (organization_id, placed_at);
create index store_order_due on store_order (due_at) where due_at is not null;
create trigger store_order_never_deleted before delete or truncate on store_order
  for each statement execute function refuse_deletion();
create trigger store_order_keeps_identity
  before update of organization_id, id, person_id, request_id, checkout_id, item_id, kind, item_name, amount_minor, currency, placed_at,
    takes_stock, salt on store_order
  for each row when (
    (old.organization_id, old.id, old.person_id, old.request_id, old.checkout_id, old.item_id, old.kind, old.item_name, old.amount_minor,
     old.currency, old.placed_at, old.takes_stock, old.salt) is distinct from
    (new.organization_id, new.id, new.person_id, new.request_id, new.checkout_id, new.item_id, new.kind, new.item_name, new.amount_minor,
     new.currency, new.placed_at, new.takes_stock, new.salt))
  execute function refuse_new_identity();
create trigger store_order_settled before update on store_order
  for each row when (
    old.reveals > new.reveals
    or old.reveals <> new.reveals and new.status <> 'fulfilled'
    or old.status <> new.status and not (
      old.status = 'placed' and new.status in ('fulfilling', 'fulfilled', 'cancelled')
      or old.status = 'fulfilling' and new.status in ('fulfilled', 'cancelled')
      or old.status = 'fulfilled' and new.status = 'refunded')
    or old.started_at is not null and old.started_at is distinct from new.started_at
    or old.fulfilled_at is not null and (old.fulfilled_at, old.note) is distinct from (new.fulfilled_at, new.note)
    or old.ended_at is not null and (old.ended_at, old.ended_why, old.reason) is distinct from (new.ended_at, new.ended_why, new.reason))
  execute function refuse_change_of_settled();

-- Whoever orders counts before; so does the database. The lock on the buyer makes the second of two clicks see the first.
create function refuse_order_over_limit() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  most integer;
begin
  perform from person p where p.organization_id = new.organization_id and p.id = new.person_id for update;
  select i.limit_per_person into most from store_item i where i.organization_id = new.organization_id and i.id = new.item_id;
  if most is not null and most <= (
    select count(*) from store_order o
     where o.organization_id = new.organization_id and o.person_id = new.person_id and o.item_id = new.item_id
       and o.status in ('placed', 'fulfilling', 'fulfilled')) then
    raise exception 'person % has as many of item % as one may have', new.person_id, new.item_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger store_order_within_limit before insert on store_order
  for each row execute function refuse_order_over_limit();

-- Where an order is sent, in a row of its own, which is erased when nobody needs it any more.
create table order_address (
  organization_id uuid not null references organization,
  order_id uuid not null,
  address text not null check (address <> '' and length(address) <= 500),
  primary key (organization_id, order_id),
  foreign key (organization_id, order_id) references store_order
);

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('store_marketplace', '{currency}', '{marketplace_id}', '{}'),
  ('store_order', '{id}',
   '{person_id,request_id,checkout_id,item_id,kind,amount_minor,currency,placed_at,takes_stock,status,started_at,fulfilled_at,ended_at,ended_why,reveals,revealed_at}',
   '{item_name,note,reason}');
create trigger store_marketplace_on_record after insert or update or delete on store_marketplace
  for each row execute function log_change();
create trigger store_order_on_record after insert or update or delete on store_order
  for each row execute function log_change();
