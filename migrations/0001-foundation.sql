-- The whole of Largesse's truth. Every table leads with the organization, which is the key to distribute by.

create table organization (
  id uuid primary key,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  created_at timestamptz not null default now()
);

create table workspace_link (
  organization_id uuid not null references organization,
  platform text not null,
  workspace_id text not null,
  name text not null,
  linked_at timestamptz not null default now(),
  primary key (organization_id, platform, workspace_id),
  unique (platform, workspace_id)
);

create table department (
  organization_id uuid not null references organization,
  id uuid not null,
  name text not null check (name <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  region text not null default '',
  time_zone text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create unique index department_name on department (organization_id, lower(name));

create table person (
  organization_id uuid not null,
  id uuid not null,
  department_id uuid not null,
  manager_id uuid,
  name text not null check (name <> ''),
  email text,
  role text not null check (role in ('employee', 'manager', 'approver', 'hr', 'finance', 'admin')),
  region text not null default '',
  prefers text not null default 'chat' check (prefers in ('chat', 'email')),
  deactivated_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, manager_id) references person
);
create unique index person_email on person (organization_id, lower(email));

create table identity (
  organization_id uuid not null,
  platform text not null,
  user_id text not null,
  person_id uuid not null,
  -- Null until the platform was seen using it: an import knows the user, not the workspace.
  workspace_id text,
  linked_at timestamptz not null default now(),
  primary key (organization_id, platform, user_id),
  foreign key (organization_id, person_id) references person
);
create index identity_person on identity (organization_id, person_id, platform);

-- A platform's role (Discord) that makes its bearers members of a department.
create table role_mapping (
  organization_id uuid not null,
  platform text not null,
  workspace_id text not null,
  role_id text not null,
  department_id uuid not null,
  person_role text not null check (person_role in ('employee', 'manager', 'approver', 'hr', 'finance', 'admin')),
  primary key (organization_id, platform, workspace_id, role_id),
  foreign key (organization_id, platform, workspace_id) references workspace_link,
  foreign key (organization_id, department_id) references department
);

-- What a department may give a month. A change is a new row; the latest one before now holds.
create table budget_policy (
  organization_id uuid not null,
  department_id uuid not null,
  id uuid not null,
  amount_minor bigint not null check (amount_minor >= 0),
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, department_id, id),
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, set_by) references person
);

create table recognition (
  organization_id uuid not null references organization,
  id uuid not null,
  source text not null,
  request_id text not null,
  status text not null check (status in
    ('awaiting_confirmation', 'queued', 'awaiting_approval', 'issued', 'refused', 'declined', 'cancelled')),
  -- People as the request named them; who they are is found when it is decided.
  giver jsonb not null,
  recipients jsonb not null,
  amount text not null,
  currency text,
  message text not null default '',
  -- Where a claim button may be posted, and where the giver is answered.
  channel_id text,
  reply_to text,
  giver_id uuid,
  department_id uuid,
  refusal jsonb,
  answer_status text not null check (answer_status in ('none', 'due', 'sending', 'sent', 'unknown', 'failed')),
  answer_attempts integer not null default 0,
  answer_due_at timestamptz not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, source, request_id),
  foreign key (organization_id, giver_id) references person,
  foreign key (organization_id, department_id) references department,
  check ((status = 'refused') = (refusal is not null))
);
create unique index recognition_id on recognition (id);
-- For the sweep. Not "where status = 'queued'": a batch, which asks for ids and this status, would read the whole backlog by it.
create index recognition_undecided on recognition (created_at) where decided_at is null;
create index recognition_answer_due on recognition (answer_due_at)
  where answer_status in ('due', 'sending', 'unknown') and status not in ('queued', 'awaiting_confirmation', 'awaiting_approval');

create table account (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in
    ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift', 'wallet_promo', 'held', 'settled', 'breakage')),
  -- The organization, department or person that it is kept for.
  owner_id uuid not null,
  -- The first day of the budget period; empty where there is none.
  period text not null default '',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  balance bigint not null default 0,
  -- Null: no floor, as for the organization's funding.
  floor bigint,
  primary key (organization_id, id),
  unique (organization_id, kind, owner_id, period, currency),
  unique (organization_id, id, currency),
  constraint account_floor check (balance >= floor)
);

create table entry (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in (
    'budget.granted', 'budget.returned', 'budget.carried', 'gift.reserved', 'gift.issued', 'gift.released',
    'code.redeemed', 'code.expired', 'code.voided', 'promo.granted', 'promo.expired', 'checkout.authorized',
    'checkout.captured', 'checkout.voided', 'checkout.refunded', 'wallet.adjusted', 'wallet.closed')),
  -- What it is done for, once: 'gift.issued:<gift>'.
  key text not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, key)
);

create table posting (
  organization_id uuid not null,
  id bigint generated always as identity,
  entry_id uuid not null,
  account_id uuid not null,
  currency text not null,
  amount bigint not null check (amount <> 0),
  balance_after bigint not null,
  primary key (organization_id, entry_id, account_id),
  foreign key (organization_id, entry_id) references entry,
  foreign key (organization_id, account_id, currency) references account (organization_id, id, currency)
);
create index posting_account on posting (organization_id, account_id, id);

create table gift (
  organization_id uuid not null,
  id uuid not null,
  recognition_id uuid not null,
  recipient_id uuid not null,
  giver_id uuid not null,
  -- As they stood when the gift was issued: people move, spending stays.
  department_id uuid not null,
  region text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  status text not null check (status in ('reserved', 'issued', 'delivered', 'redeemed', 'expired', 'voided')),
  funding_source text not null default 'employer_award' check (funding_source in ('purchased', 'employer_award', 'promo')),
  value_source text not null default 'stored_value' check (value_source in ('stored_value', 'stock', 'provider')),
  expires_at timestamptz,
  created_at timestamptz not null,
  redeemed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, recognition_id, recipient_id),
  foreign key (organization_id, recognition_id) references recognition,
  foreign key (organization_id, recipient_id) references person,
  foreign key (organization_id, giver_id) references person,
  foreign key (organization_id, department_id) references department,
  check ((status = 'redeemed') = (redeemed_at is not null))
);
create unique index gift_id on gift (id);
-- Without the organization in front: before the first statistics the planner would take it for the way to (organization, id),
-- and every foreign key to a gift would be checked by reading all the organization's gifts.
create index gift_recipient on gift (recipient_id, created_at);

-- The code of a gift: found by its keyed hash, shown from its ciphertext, which dies when the value has moved on.
create table code (
  organization_id uuid not null,
  gift_id uuid not null,
  hmac bytea not null unique check (octet_length(hmac) = 32),
  key_id text not null,
  sealed bytea,
  last_four text not null check (length(last_four) = 4),
  -- The only person who may redeem it; null for a bearer code.
  bound_to uuid,
  primary key (organization_id, gift_id),
  foreign key (organization_id, gift_id) references gift,
  foreign key (organization_id, bound_to) references person
);

create table delivery (
  organization_id uuid not null,
  gift_id uuid not null,
  status text not null check (status in ('due', 'sending', 'sent', 'unknown', 'failed')),
  channel text check (channel in ('dm', 'claim', 'email')),
  -- Channels that are closed to this person, with the reason.
  closed jsonb not null default '{}',
  attempts integer not null default 0,
  due_at timestamptz not null,
  message_id text,
  last_error text,
  sent_at timestamptz,
  primary key (organization_id, gift_id),
  foreign key (organization_id, gift_id) references gift
);
create index delivery_due on delivery (due_at) where status in ('due', 'sending', 'unknown');

create table spend_daily (
  organization_id uuid not null,
  department_id uuid not null,
  giver_id uuid not null,
  -- In the department's time zone.
  day date not null,
  currency text not null,
  occasion text not null default '',
  gifts integer not null,
  amount_minor bigint not null,
  primary key (organization_id, department_id, day, giver_id, currency, occasion),
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, giver_id) references person
);

-- The append-only record of what happened to people's money and rights.
create table activity (
  organization_id uuid not null references organization,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  actor_id uuid,
  subject_id uuid,
  gift_id uuid,
  detail jsonb not null default '{}',
  primary key (organization_id, id)
);
create index activity_actor on activity (organization_id, actor_id, kind, at);
create index activity_subject on activity (organization_id, subject_id, at);

-- Work whose attempts are used up: shown to people, left alone until one of them retries it.
create table parked_job (
  organization_id uuid not null references organization,
  job text not null,
  subject_id uuid not null,
  reason text not null,
  parked_at timestamptz not null,
  primary key (organization_id, job, subject_id)
);

-- Which keys this database was written with, so that a process with another ring stops before it loses a code.
create table code_key (
  id text primary key,
  fingerprint text not null,
  seen_at timestamptz not null default now()
);

-- The guarantees below bind every client: the worker, the command line and a person with psql.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append only: post a new row that corrects it', tg_table_name
    using errcode = 'restrict_violation';
end $$;

create trigger entry_append_only before update or delete or truncate on entry
  for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
  for each statement execute function refuse_change();
create trigger activity_append_only before update or delete or truncate on activity
  for each statement execute function refuse_change();
create trigger account_never_deleted before delete or truncate on account
  for each statement execute function refuse_change();

create function refuse_balance_by_hand() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.balance <> 0 then
      raise exception 'an account opens at zero: post an entry' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if new.balance <> old.balance and pg_trigger_depth() < 2 then
    raise exception 'a balance changes by postings only' using errcode = 'restrict_violation';
  end if;
  if (new.organization_id, new.id, new.kind, new.owner_id, new.period, new.currency)
     is distinct from (old.organization_id, old.id, old.kind, old.owner_id, old.period, old.currency) then
    raise exception 'an account keeps its identity' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger account_balance_by_postings before insert or update on account
  for each row execute function refuse_balance_by_hand();

-- Postings arrive a whole entry a statement: they sum to zero per currency, move the balances, and say the balance after.
create function apply_postings() returns trigger language plpgsql as $$
declare
  broken record;
begin
  select entry_id, currency into broken
    from new_postings group by organization_id, entry_id, currency having sum(amount) <> 0 limit 1;
  if found then
    raise exception 'the postings of entry % do not sum to zero in %', broken.entry_id, broken.currency
      using errcode = 'check_violation', constraint = 'posting_zero_sum';
  end if;

  with moved as (
    select organization_id, account_id, sum(amount) as amount from new_postings group by organization_id, account_id
  )
  update account a set balance = a.balance + moved.amount
    from moved where a.organization_id = moved.organization_id and a.id = moved.account_id;

  select last.account_id into broken
    from (select distinct on (organization_id, account_id) organization_id, account_id, balance_after
            from new_postings order by organization_id, account_id, id desc) last
    join account a on a.organization_id = last.organization_id and a.id = last.account_id
   where a.balance <> last.balance_after limit 1;
  if found then
    raise exception 'the postings of account % do not lead to its balance', broken.account_id
      using errcode = 'check_violation', constraint = 'posting_running_balance';
  end if;
  return null;
end $$;

create trigger posting_applied after insert on posting
  referencing new table as new_postings for each statement execute function apply_postings();
