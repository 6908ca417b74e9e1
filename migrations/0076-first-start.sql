-- What: steps of the set-up that a company does without, the sample company, and warnings about giving that somebody has looked at.
-- Why: nobody is reminded of what they do not need or have seen to, and what was made up can go before what is real begins.
set local lock_timeout = '5s';

create table setup_hidden (
  organization_id uuid not null references organization,
  step text not null check (step in ('company', 'departments', 'people', 'budgets', 'chat', 'mail', 'gift', 'sign-in')),
  hidden_by uuid not null,
  hidden_at timestamptz not null,
  primary key (organization_id, step),
  foreign key (organization_id, hidden_by) references person
);

create table sample_company (
  organization_id uuid primary key references organization,
  -- Who came with it; everybody else is real. Nobody where it was removed before.
  person_ids uuid[] not null,
  made_at timestamptz not null,
  -- It goes when Largesse starts the next time.
  leaves_since timestamptz,
  removed_at timestamptz
);

create table looked_at (
  organization_id uuid not null,
  -- From one person to another again and again, or around in a ring.
  kind text not null check (kind in ('pair', 'ring')),
  -- The people's ids, joined by a colon: giver and recipient, or those of the ring from the lowest on.
  subject text not null,
  looked_by uuid not null,
  -- What came before it warns of nothing any more.
  looked_at timestamptz not null,
  reason text not null,
  primary key (organization_id, kind, subject, looked_at),
  foreign key (organization_id, looked_by) references person
);
