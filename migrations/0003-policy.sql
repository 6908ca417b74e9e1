-- Policy: budgets by period, limits on giving, approvals, and messages to people that are not gifts.

-- While it is set, nothing is given from the department's budget.
alter table department add column frozen_at timestamptz;

alter table person add column is_guest boolean not null default false;

alter table budget_policy
  add column period text not null default 'month' check (period in ('week', 'month', 'quarter', 'half_year', 'year')),
  add column fiscal_start_month integer not null default 1 check (fiscal_start_month between 1 and 12),
  -- A soft budget may be overspent with an approval; its accounts have no floor.
  add column is_soft boolean not null default false,
  -- The most of what a period leaves that moves into the next one.
  add column carry_cap_minor bigint not null default 0 check (carry_cap_minor >= 0);

alter table entry drop constraint entry_kind_check;
alter table entry add constraint entry_kind_check check (kind in (
  'budget.granted', 'budget.returned', 'budget.carried', 'budget.moved', 'gift.reserved', 'gift.issued', 'gift.released',
  'code.redeemed', 'code.expired', 'code.voided', 'promo.granted', 'promo.expired', 'checkout.authorized',
  'checkout.captured', 'checkout.voided', 'checkout.refunded', 'wallet.adjusted', 'wallet.closed'));

-- What came into a budget and went out of it otherwise than as gifts: kept by the postings' trigger.
alter table account add column funded bigint not null default 0;
update account a set funded = came.amount
  from (select p.organization_id, p.account_id, sum(p.amount) as amount
          from entry e join posting p on p.organization_id = e.organization_id and p.entry_id = e.id
         where e.kind in ('budget.granted', 'budget.returned')
         group by p.organization_id, p.account_id) came
 where a.kind = 'budget' and a.organization_id = came.organization_id and a.id = came.account_id;

create function fund_budgets() returns trigger language plpgsql as $$
begin
  update account a set funded = a.funded + came.amount
    from (select p.organization_id, p.account_id, sum(p.amount) as amount
            from new_postings p join entry e on e.organization_id = p.organization_id and e.id = p.entry_id
           where e.kind in ('budget.granted', 'budget.returned', 'budget.carried', 'budget.moved')
           group by p.organization_id, p.account_id) came
   where a.kind = 'budget' and a.organization_id = came.organization_id and a.id = came.account_id;
  return null;
end $$;

create trigger posting_funds_budgets after insert on posting
  referencing new table as new_postings for each statement execute function fund_budgets();

-- Rules about giving. A change is a new row. The latest of the department holds; without one, the latest of its currency.
create table giving_policy (
  organization_id uuid not null references organization,
  id uuid not null,
  department_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rules jsonb not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, set_by) references person
);
create index giving_policy_latest on giving_policy (organization_id, currency, department_id, set_at desc);

-- A giver's own allowance in a budget period, instead of what the rules give their role. The latest row holds; null takes it back.
create table allowance (
  organization_id uuid not null,
  person_id uuid not null,
  id uuid not null,
  amount_minor bigint check (amount_minor >= 0),
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, person_id, id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, set_by) references person
);

create index person_manager on person (organization_id, manager_id) where manager_id is not null;

-- How much of a limit is used, pending gifts included. A row begins with what the ledger's gifts say, when a rule first asks
-- for it; when rules change, the rows go and begin anew.
create table limit_usage (
  organization_id uuid not null references organization,
  kind text not null check (kind in ('giver', 'recipient', 'pair')),
  -- The giver's id, the recipient's, or both as 'giver:recipient'.
  subject text not null,
  -- The budget period's key, or the year.
  period text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  used_minor bigint not null check (used_minor >= 0),
  -- What policy allowed when it was last used; null where it set no limit.
  ceiling_minor bigint,
  primary key (organization_id, kind, subject, period, currency),
  constraint limit_usage_ceiling check (used_minor <= ceiling_minor)
);

alter table recognition
  add column occasion text not null default '',
  -- When the giver said yes to what they were asked to confirm.
  add column confirmed_at timestamptz,
  -- What the giver was asked to confirm, or was warned of: an array of reasons.
  add column concerns jsonb not null default '[]';

alter table gift
  add column occasion text not null default '',
  -- The budget period that it was given in; null where it is the month of its creation.
  add column period text,
  -- When its code came to be; null where it is the time of its creation.
  add column issued_at timestamptz,
  add column voided_at timestamptz,
  add column voided_by uuid,
  add column void_reason text not null default '',
  add constraint gift_voided check ((status = 'voided') = (voided_at is not null)),
  add foreign key (organization_id, voided_by) references person;

-- A decision that a person has to make about money: a gift above a threshold, more funds, the void of a gift.
create table approval (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in ('gift', 'funds', 'void')),
  -- The recognition of a gift or of a request for funds; the gift to void.
  subject_id uuid not null,
  -- Whose money it is.
  department_id uuid not null,
  requested_by uuid not null,
  -- Who may not decide although they could: those who would get the money.
  excluded uuid[] not null default '{}',
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reason text not null default '',
  status text not null check (status in ('open', 'approved', 'declined', 'expired', 'withdrawn')),
  requested_at timestamptz not null,
  remind_at timestamptz,
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  decision_reason text not null default '',
  primary key (organization_id, id),
  foreign key (organization_id, department_id) references department,
  foreign key (organization_id, requested_by) references person,
  foreign key (organization_id, decided_by) references person,
  check ((status = 'open') = (decided_at is null)),
  check ((status in ('approved', 'declined')) <= (decided_by is not null)),
  constraint approval_by_another check (decided_by <> requested_by and decided_by <> all (excluded))
);
create unique index approval_id on approval (id);
-- One decision at a time about one thing.
create unique index approval_open on approval (organization_id, kind, subject_id) where status = 'open';
create index approval_due on approval (least(remind_at, expires_at)) where status = 'open';

-- Who decides in somebody's place while they are away.
create table delegation (
  organization_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  delegate_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person,
  foreign key (organization_id, delegate_id) references person,
  check (delegate_id <> person_id),
  check (ends_at > starts_at)
);
create index delegation_person on delegation (organization_id, person_id, ends_at);

-- A message to a person that is not a gift: a decision to make, an alert, news of a gift taken back. Delivered as gifts are.
create table notice (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null,
  person_id uuid not null,
  -- What it is about: an approval, a gift, a budget's account.
  subject_id uuid not null,
  detail jsonb not null default '{}',
  -- What it is sent for, once: 'budget.alert:<account>:75:<person>'.
  key text not null,
  status text not null check (status in ('due', 'sending', 'sent', 'unknown', 'failed')),
  channel text check (channel in ('dm', 'email')),
  closed jsonb not null default '{}',
  attempts integer not null default 0,
  due_at timestamptz not null,
  message_id text,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, person_id) references person
);
create unique index notice_id on notice (id);
create index notice_due on notice (due_at) where status in ('due', 'sending', 'unknown');
