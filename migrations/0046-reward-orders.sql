-- Rewards that are bought from a provider. A row is made by whoever pays, in the same transaction; the job asks the provider after
-- commit, with the row's id as its key: the same id never buys twice, whatever becomes of an answer.

create table reward_order (
  organization_id uuid not null references organization,
  -- That of what it is for, such as the gift: the same thing is bought once, also when this table has forgotten it.
  id uuid not null,
  -- Whose reward it is.
  person_id uuid not null,
  provider text not null check (provider ~ '^[a-z][a-z0-9-]{0,39}$'),
  -- The provider's id of what is bought.
  product text not null check (product <> ''),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  ordered_at timestamptz not null,
  status text not null default 'due' check (status in ('due', 'asking', 'pending', 'unknown', 'bought', 'rejected')),
  -- How often the provider was asked.
  attempts integer not null default 0 check (attempts >= 0),
  -- When it is asked next, or when whoever asks has died; null once it is settled.
  due_at timestamptz,
  settled_at timestamptz,
  provider_ref text check (provider_ref <> ''),
  -- What the provider took from our account, with its fee: in the account's currency, whatever the reward is worth.
  charged_minor bigint check (charged_minor >= 0),
  fee_minor bigint check (fee_minor >= 0),
  charged_currency text check (charged_currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz,
  last_error text,
  -- Its owner saw its code or link so many times, last then.
  reveals integer not null default 0 check (reveals >= 0),
  revealed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person,
  check ((status in ('bought', 'rejected')) = (settled_at is not null)),
  check ((settled_at is null) = (due_at is not null)),
  check ((charged_minor is null) = (charged_currency is null) and (charged_minor is null) = (fee_minor is null)),
  check ((status = 'bought') = (charged_minor is not null) and (status <> 'bought' or provider_ref is not null)),
  check ((reveals = 0) = (revealed_at is null) and (reveals = 0 or status = 'bought'))
);
-- A job knows only its id.
create unique index reward_order_id on reward_order (id);
create index reward_order_person on reward_order (organization_id, person_id);
create index reward_order_due on reward_order (due_at) where due_at is not null;
create index reward_order_ref on reward_order (provider, provider_ref) where due_at is not null;

create trigger reward_order_never_deleted before delete or truncate on reward_order
  for each statement execute function refuse_deletion();
create trigger reward_order_keeps_identity
  before update of organization_id, id, person_id, provider, product, amount_minor, currency, ordered_at on reward_order
  for each row when (
    (old.organization_id, old.id, old.person_id, old.provider, old.product, old.amount_minor, old.currency, old.ordered_at)
      is distinct from
    (new.organization_id, new.id, new.person_id, new.provider, new.product, new.amount_minor, new.currency, new.ordered_at))
  execute function refuse_new_identity();
-- It may be asked for again and again, but what is bought or rejected stays so. What is bought is only looked at.
create trigger reward_order_settled before update on reward_order
  for each row when (
    old.attempts > new.attempts or old.reveals > new.reveals
    or old.status <> new.status and not (
      old.status in ('due', 'pending', 'unknown', 'asking') and new.status = 'asking'
      or old.status = 'asking' and new.status in ('due', 'pending', 'unknown', 'bought', 'rejected'))
    or old.settled_at is not null and
      (old.settled_at, old.attempts, old.provider_ref, old.charged_minor, old.fee_minor, old.charged_currency, old.expires_at,
       old.last_error) is distinct from
      (new.settled_at, new.attempts, new.provider_ref, new.charged_minor, new.fee_minor, new.charged_currency, new.expires_at,
       new.last_error))
  execute function refuse_change_of_settled();

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('reward_order', '{id}',
   '{person_id,provider,product,amount_minor,currency,ordered_at,status,settled_at,provider_ref,charged_minor,fee_minor,charged_currency,reveals,revealed_at}',
   '{}');
create trigger reward_order_on_record after insert or update or delete on reward_order
  for each row execute function log_change();

-- A provider that cannot sell to us for now: no funds, a freeze. One order tries it now and then.
create table reward_pause (
  organization_id uuid not null references organization,
  provider text not null,
  paused_at timestamptz not null,
  -- When it is tried next.
  try_at timestamptz not null,
  reason text not null,
  primary key (organization_id, provider)
);

-- What providers told us, each once.
create table reward_notice (
  organization_id uuid not null references organization,
  provider text not null,
  id text not null,
  taken_at timestamptz not null,
  primary key (organization_id, provider, id)
);
