-- Strangers that a platform cannot be asked about wait: when to ask again. Kept once it is set, so that the decision
-- makes the answer due although the giver was told of the wait.
alter table recognition add column look_up_at timestamptz;
create index recognition_look_up on recognition (look_up_at) where decided_at is null and look_up_at is not null;

-- Only its members see the channel of the request.
alter table recognition add column channel_is_private boolean not null default false;

-- How often a gift's message was asked for again.
alter table delivery add column resent integer not null default 0;

-- The playground's messages. `body` holds no code: it is read from its gift for as long as it has one.
create table playground_message (
  organization_id uuid not null references organization,
  id uuid not null,
  at timestamptz not null,
  place text not null check (place in ('channel', 'direct')),
  reader text,
  author text,
  mentions text,
  key text,
  body jsonb not null,
  primary key (organization_id, id)
);
create index playground_message_at on playground_message (organization_id, at);
