-- Others see a recognition where its department wants that: as a post in a channel, which they can applaud and in whose thread its
-- recipients say thanks. Nothing of this moves money.

-- Its giver wants nobody but its recipients to read it.
alter table recognition add column is_private boolean not null default false;

-- What stands in a channel, or is to stand there: of each recognition and each thank-you one, by its subject. A row is written
-- where the gift is issued, and sent once.
create table post (
  organization_id uuid not null references organization,
  id uuid primary key,
  kind text not null check (kind in ('recognition', 'thanks')),
  -- A recognition, or the gift that somebody says thanks for.
  subject_id uuid not null,
  platform text not null,
  workspace_id text not null,
  channel_id text not null,
  shows_amount boolean not null default false,
  status text not null check (status in ('due', 'sending', 'sent', 'unknown', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  -- Where its platform finds it again.
  place text,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (organization_id, kind, subject_id)
);
create index post_due on post (due_at) where status in ('due', 'sending', 'unknown');

-- Who applauds a recognition. It is taken back by doing it again.
create table applause (
  organization_id uuid not null references organization,
  recognition_id uuid not null,
  person_id uuid not null,
  applauded_at timestamptz not null,
  primary key (organization_id, recognition_id, person_id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);

-- What a recipient said to the giver of a gift, once.
create table thanks (
  organization_id uuid not null references organization,
  gift_id uuid not null,
  words text not null,
  said_at timestamptz not null,
  primary key (organization_id, gift_id),
  foreign key (organization_id, gift_id) references gift (organization_id, id)
);
