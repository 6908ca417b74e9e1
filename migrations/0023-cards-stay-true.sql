-- Remembers where messages with buttons stand in chat, so that they can be replaced once what their buttons are for is
-- settled. A row ends with its buttons, or when its platform no longer lets the message be replaced.

create table placed_card (
  organization_id uuid not null references organization,
  id uuid not null,
  -- What the card shows, and whose id that is: a gift's, an approval's, a request's or a person's.
  kind text not null,
  subject_id uuid not null,
  platform text not null,
  workspace_id text not null,
  -- How its platform finds the message. It may hold a token, which lives no longer than the row.
  place text not null,
  -- A digest of the card as it stands there.
  shown text not null,
  -- Counts the changes of its subject, so that one that happens while the card is replaced is not lost.
  version integer not null default 0,
  -- When the card stopped, or will stop, being true.
  changes_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null check (status in ('due', 'sending', 'sent', 'unknown', 'failed')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  primary key (organization_id, id),
  unique (organization_id, platform, place)
);
create unique index placed_card_id on placed_card (id);
create index placed_card_subject on placed_card (organization_id, subject_id);
create index placed_card_due on placed_card (due_at) where status in ('due', 'sending', 'unknown');
