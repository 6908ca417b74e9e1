-- What: marketplaces, where a wallet is spent; checkouts with their tenders, what was given back of them, and the calls to another payment
-- method that pays what a wallet does not cover.
-- Why: a wallet that can only be filled is worth nothing to its owner.
set local lock_timeout = '5s';

-- Where a wallet can be spent: the built-in store, or a shop that calls the API. Its currency never changes.
create table marketplace (
  organization_id uuid not null references organization,
  id uuid not null,
  name text not null check (name <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  added_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index marketplace_name on marketplace (organization_id, lower(name));
create trigger marketplace_append_only before update or delete or truncate on marketplace
  for each statement execute function refuse_change();

-- A purchase. Its moves are those of src/domain/states.ts.
create table checkout (
  organization_id uuid not null references organization,
  id uuid not null,
  person_id uuid not null,
  marketplace_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  -- What was bought, in the marketplace's words.
  description text not null default '',
  -- The marketplace's own id: asked twice, it is authorized once.
  request_id text not null check (request_id <> ''),
  made_at timestamptz not null,
  -- Until when its money is held. While another payment method has yet to answer, a sooner instant.
  expires_at timestamptz not null,
  status text not null
    check (status in ('awaiting_remainder', 'authorized', 'capturing', 'captured', 'voided', 'expired', 'declined')),
  captured_minor bigint not null default 0,
  -- Who asked for the capture calls it so: asked twice, it is taken once.
  capture_key text,
  -- When nothing was held any more.
  ended_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, marketplace_id, request_id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, marketplace_id) references marketplace,
  check (expires_at > made_at),
  check (captured_minor between 0 and amount_minor),
  check ((status in ('capturing', 'captured')) = (captured_minor > 0)),
  check ((status in ('capturing', 'captured')) = (capture_key is not null)),
  check ((status in ('awaiting_remainder', 'authorized', 'capturing')) = (ended_at is null))
);
-- A job knows only its id.
create unique index checkout_id on checkout (id);
create index checkout_person on checkout (organization_id, person_id, made_at);
create index checkout_held on checkout (expires_at) where status in ('awaiting_remainder', 'authorized');
create trigger checkout_never_deleted before delete or truncate on checkout
  for each statement execute function refuse_deletion();
create trigger checkout_keeps_identity
  before update of organization_id, id, person_id, marketplace_id, amount_minor, currency, description, request_id, made_at on checkout
  for each row when (
    (old.organization_id, old.id, old.person_id, old.marketplace_id, old.amount_minor, old.currency, old.description, old.request_id,
     old.made_at) is distinct from
    (new.organization_id, new.id, new.person_id, new.marketplace_id, new.amount_minor, new.currency, new.description, new.request_id,
     new.made_at))
  execute function refuse_new_identity();
create trigger checkout_settled before update on checkout
  for each row when (
    old.status in ('captured', 'voided', 'expired', 'declined') and old is distinct from new
    or old.expires_at <> new.expires_at and not (old.status = 'awaiting_remainder' and new.status = 'authorized')
    or old.status <> new.status and not (
      old.status = 'awaiting_remainder' and new.status in ('authorized', 'declined', 'voided', 'expired')
      or old.status = 'authorized' and new.status in ('capturing', 'captured', 'voided', 'expired')
      or old.status = 'capturing' and new.status in ('authorized', 'captured')))
  execute function refuse_change_of_settled();

-- Whoever spends asks before; so does the database, also somebody with psql.
create function refuse_frozen_spending() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from wallet w
              where w.organization_id = new.organization_id and w.person_id = new.person_id and w.frozen_at is not null) then
    raise exception 'the wallet of person % is frozen', new.person_id using errcode = 'restrict_violation';
  end if;
  if (select m.currency = new.currency from marketplace m
       where m.organization_id = new.organization_id and m.id = new.marketplace_id) is not true then
    raise exception 'marketplace % has another currency than %', new.marketplace_id, new.currency using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger checkout_not_frozen before insert on checkout
  for each row execute function refuse_frozen_spending();

-- One part of how a checkout is paid, in the order of their places: promotional credits, gift funds, another payment method.
create table tender (
  organization_id uuid not null references organization,
  id uuid not null,
  checkout_id uuid not null,
  place integer not null check (place >= 0),
  kind text not null check (kind in ('promo', 'gift', 'payment')),
  grant_id uuid,
  authorized_minor bigint not null check (authorized_minor > 0),
  captured_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  -- Which other payment method it is, and what that calls it.
  method text,
  provider_ref text,
  primary key (organization_id, id),
  unique (organization_id, checkout_id, place),
  foreign key (organization_id, checkout_id) references checkout,
  foreign key (organization_id, grant_id) references promo_grant,
  check ((kind = 'promo') = (grant_id is not null)),
  check ((kind = 'payment') = (method is not null)),
  constraint tender_in_bounds
    check (0 <= refunded_minor and refunded_minor <= captured_minor and captured_minor <= authorized_minor)
);
create index tender_of_grant on tender (organization_id, grant_id) where grant_id is not null;
create trigger tender_never_deleted before delete or truncate on tender
  for each statement execute function refuse_deletion();
create trigger tender_keeps_identity
  before update of organization_id, id, checkout_id, place, kind, grant_id, authorized_minor, method on tender
  for each row when (
    (old.organization_id, old.id, old.checkout_id, old.place, old.kind, old.grant_id, old.authorized_minor, old.method)
    is distinct from
    (new.organization_id, new.id, new.checkout_id, new.place, new.kind, new.grant_id, new.authorized_minor, new.method))
  execute function refuse_new_identity();
-- It is captured once, and what was refunded stays so: only another payment method may refuse to give back.
create trigger tender_settled before update on tender
  for each row when (
    old.captured_minor <> 0 and old.captured_minor <> new.captured_minor
    or old.kind <> 'payment' and new.refunded_minor < old.refunded_minor
    or old.provider_ref is not null and old.provider_ref is distinct from new.provider_ref)
  execute function refuse_change_of_settled();

create table refund (
  organization_id uuid not null references organization,
  id uuid not null,
  checkout_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- Asked twice, it is given back once.
  request_id text not null check (request_id <> ''),
  reason text not null default '',
  refunded_at timestamptz not null,
  -- Null where the marketplace did it.
  refunded_by uuid,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  unique (organization_id, checkout_id, request_id),
  foreign key (organization_id, checkout_id) references checkout,
  foreign key (organization_id, refunded_by) references person
);
create trigger refund_append_only before update or delete or truncate on refund
  for each statement execute function refuse_change();

-- Where a part of a tender went back to: what was held and not taken, or, where `refund_id` says so, what was refunded.
create table given_back (
  organization_id uuid not null references organization,
  id uuid not null,
  checkout_id uuid not null,
  tender_id uuid not null,
  refund_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  -- `restored`: its credit is over, so `grant_id` is another one; `adjusted`: its wallet was closed by `closing_id`.
  way text not null check (way in ('wallet', 'restored', 'adjusted', 'payment')),
  grant_id uuid,
  closing_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, checkout_id) references checkout,
  foreign key (organization_id, tender_id) references tender,
  foreign key (organization_id, refund_id) references refund,
  foreign key (organization_id, grant_id) references promo_grant,
  foreign key (organization_id, closing_id) references wallet_closing,
  check ((way = 'restored') = (grant_id is not null)),
  check ((way = 'adjusted') = (closing_id is not null))
);
create unique index given_back_tender on given_back (organization_id, tender_id, coalesce(refund_id, tender_id));
create index given_back_checkout on given_back (organization_id, checkout_id);
create unique index given_back_grant on given_back (organization_id, grant_id) where grant_id is not null;
create trigger given_back_append_only before update or delete or truncate on given_back
  for each statement execute function refuse_change();

-- A call to another payment method, by its key, which is its id; that of an authorization is its tender's.
create table payment_call (
  organization_id uuid not null references organization,
  id uuid not null,
  checkout_id uuid not null,
  tender_id uuid not null,
  refund_id uuid,
  kind text not null check (kind in ('authorize', 'capture', 'void', 'refund')),
  amount_minor bigint not null check (amount_minor > 0),
  asked_at timestamptz not null,
  status text not null default 'due' check (status in ('due', 'asking', 'pending', 'unknown', 'ok', 'rejected')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  -- What the provider gave the payer's browser; erased once it is settled.
  token text,
  last_error text,
  primary key (organization_id, id),
  foreign key (organization_id, checkout_id) references checkout,
  foreign key (organization_id, tender_id) references tender,
  foreign key (organization_id, refund_id) references refund,
  check ((kind = 'refund') = (refund_id is not null)),
  check (kind <> 'authorize' or id = tender_id),
  check (status not in ('ok', 'rejected') or token is null)
);
create index payment_call_checkout on payment_call (organization_id, checkout_id);
create index payment_call_due on payment_call (due_at) where status in ('due', 'asking', 'pending', 'unknown');
create trigger payment_call_never_deleted before delete or truncate on payment_call
  for each statement execute function refuse_deletion();
create trigger payment_call_keeps_identity
  before update of organization_id, id, checkout_id, tender_id, refund_id, kind, amount_minor, asked_at on payment_call
  for each row when (
    (old.organization_id, old.id, old.checkout_id, old.tender_id, old.refund_id, old.kind, old.amount_minor, old.asked_at)
    is distinct from
    (new.organization_id, new.id, new.checkout_id, new.tender_id, new.refund_id, new.kind, new.amount_minor, new.asked_at))
  execute function refuse_new_identity();
create trigger payment_call_settled before update on payment_call
  for each row when (old.status in ('ok', 'rejected') and old is distinct from new)
  execute function refuse_change_of_settled();

-- All of it is money, so every change is on record. A copy of src/domain/ledger/guarded.ts.
insert into guarded_table (name, keys, plain, texts) values
  ('marketplace', '{id}', '{name,currency,added_at}', '{}'),
  ('checkout', '{id}',
   '{person_id,marketplace_id,amount_minor,currency,request_id,made_at,expires_at,status,captured_minor,ended_at}', '{}'),
  ('tender', '{id}',
   '{checkout_id,place,kind,grant_id,authorized_minor,captured_minor,refunded_minor,method,provider_ref}', '{}'),
  ('refund', '{id}', '{checkout_id,amount_minor,request_id,refunded_at,refunded_by}', '{reason}'),
  ('given_back', '{id}', '{checkout_id,tender_id,refund_id,amount_minor,way,grant_id,closing_id}', '{}'),
  ('payment_call', '{id}', '{checkout_id,tender_id,refund_id,kind,amount_minor,asked_at,status}', '{}');
create trigger marketplace_on_record after insert or update or delete on marketplace
  for each row execute function log_change();
create trigger checkout_on_record after insert or update or delete on checkout
  for each row execute function log_change();
create trigger tender_on_record after insert or update or delete on tender
  for each row execute function log_change();
create trigger refund_on_record after insert or update or delete on refund
  for each row execute function log_change();
create trigger given_back_on_record after insert or update or delete on given_back
  for each row execute function log_change();
create trigger payment_call_on_record after insert or update or delete on payment_call
  for each row execute function log_change();

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('checkout.authorized', 'checkout', '{checkout.authorized}', '{wallet_gift,wallet_promo}', '{held}', false),
  ('checkout.captured', 'checkout', '{checkout.captured}', '{held}', '{settled}', false),
  ('checkout.voided', 'checkout', '{checkout.voided}', '{held}', '{wallet_gift,wallet_promo}', false),
  ('checkout.refunded', 'refund', '{checkout.refunded}', '{settled}', '{wallet_gift,wallet_promo}', false),
  ('wallet.adjusted', 'checkout', '{checkout.adjusted}', '{wallet_gift,held,settled}', '{budget,paid_out}', false),
  ('wallet.adjusted', 'refund', '{refund.adjusted}', '{wallet_gift,held,settled}', '{budget,paid_out}', false);
update entry_rule set sources = '{wallet_gift,held,settled}', targets = '{budget,paid_out}'
 where kind = 'wallet.adjusted' and subject_type = 'gift';
alter table entry_rule enable trigger entry_rule_by_migration;
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check
  check (kind in ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift', 'wallet_promo', 'held', 'settled', 'paid_out'))
  not valid;
-- Each thing happens to a checkout once, whatever the key says; and this is how they find their entries.
create unique index entry_of_checkout on entry (subject_id, kind) where subject_type = 'checkout';
create unique index entry_of_refund on entry (subject_id, kind) where subject_type = 'refund';
