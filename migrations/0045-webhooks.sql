-- What: addresses of an organization that are told by HTTP of what happens, the events that happened, and each event's way there.
-- Why: other programs want to know at once what became of a gift, and nobody wants to ask for it every minute.
set local lock_timeout = '5s';

-- An address that is called, and the types of events that it chose. It keeps both: for others, make another one.
create table webhook (
  organization_id uuid not null references organization,
  id uuid not null,
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  types text[] not null check (cardinality(types) > 0),
  status text not null default 'active' check (status in ('active', 'paused', 'disabled', 'deleted')),
  made_at timestamptz not null,
  made_by uuid,
  -- How it does: how many calls in a row found it down, since when no call went well, and until when it is left alone.
  failures integer not null default 0 check (failures >= 0),
  failing_since timestamptz,
  held_until timestamptz,
  -- When admins were warned that no call goes well.
  warned_at timestamptz,
  disabled_why text check (disabled_why in ('gone', 'failing')),
  primary key (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  check ((status = 'disabled') <= (disabled_why is not null))
);
-- A job knows only its id.
create unique index webhook_id on webhook (id);

create trigger webhook_never_deleted before delete or truncate on webhook
  for each statement execute function refuse_deletion();
create trigger webhook_keeps_identity before update of organization_id, id, url, types, made_at, made_by on webhook
  for each row when (
    (old.organization_id, old.id, old.url, old.types, old.made_at, old.made_by) is distinct from
    (new.organization_id, new.id, new.url, new.types, new.made_at, new.made_by))
  execute function refuse_new_identity();
create trigger webhook_settled before update on webhook
  for each row when (old.status = 'deleted' and old is distinct from new) execute function refuse_change_of_settled();

-- What its calls are signed with. While it is replaced, two count.
create table webhook_secret (
  organization_id uuid not null references organization,
  id uuid not null,
  webhook_id uuid not null,
  -- The secret under a subkey of the key that `key_id` names. Bound to this row: in another one it does not open.
  key_id text not null,
  sealed bytea,
  made_at timestamptz not null,
  -- Nothing is signed with it from then on. Null: it is the one that counts.
  ends_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references webhook (organization_id, id),
  check (sealed is not null or ends_at is not null)
);
create unique index webhook_secret_in_use on webhook_secret (organization_id, webhook_id) where ends_at is null;
create index webhook_secret_of_webhook on webhook_secret (organization_id, webhook_id) where sealed is not null;
create index webhook_secret_sealed_under on webhook_secret (key_id) where sealed is not null;

create trigger webhook_secret_under_live_key after insert on webhook_secret
  referencing new table as new_rows for each statement execute function refuse_retired_key();
create trigger webhook_secret_never_deleted before delete or truncate on webhook_secret
  for each statement execute function refuse_deletion();

-- A secret stays whose it is, ends once, and is erased, or sealed anew under another key.
create function refuse_change_of_webhook_secret() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  -- Whoever retires a key takes this lock alone, and so knows that nobody is writing.
  perform pg_advisory_xact_lock_shared(5209413817);
  if (new.organization_id, new.id, new.webhook_id, new.made_at)
       is distinct from (old.organization_id, old.id, old.webhook_id, old.made_at)
     or old.sealed is null
     or old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at)
     or new.sealed is not null and (new.key_id = old.key_id) <> (new.sealed = old.sealed)
     or new.sealed is null and new.key_id <> old.key_id
     or new.key_id <> old.key_id and exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    raise exception 'the secret % of a webhook can be sealed anew, ended and erased, and not changed otherwise', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger webhook_secret_keeps_secret before update on webhook_secret
  for each row execute function refuse_change_of_webhook_secret();

-- What happened, written in the transaction in which it did, if a webhook chose its type. `data`: ids, amounts, states, never a text.
create table webhook_event (
  organization_id uuid not null references organization,
  id uuid not null,
  type text not null check (type <> ''),
  occurred_at timestamptz not null,
  data jsonb not null check (jsonb_typeof(data) = 'object'),
  primary key (organization_id, id)
);
create index webhook_event_by_time on webhook_event (organization_id, occurred_at);
-- For whoever forgets the old ones.
create index webhook_event_age on webhook_event (occurred_at);
create trigger webhook_event_stays before update or truncate on webhook_event
  for each statement execute function refuse_change();

-- One event on its way to one webhook.
create table webhook_sending (
  organization_id uuid not null,
  event_id uuid not null,
  webhook_id uuid not null,
  status text not null default 'due' check (status in ('due', 'sending', 'sent', 'failed')),
  -- When it is sent next; while it is being sent, until when nobody else may.
  due_at timestamptz not null,
  -- How often it was tried, since it was asked for last.
  attempts integer not null default 0 check (attempts >= 0),
  primary key (organization_id, event_id, webhook_id),
  foreign key (organization_id, event_id) references webhook_event (organization_id, id) on delete cascade,
  foreign key (organization_id, webhook_id) references webhook (organization_id, id)
);
create index webhook_sending_due on webhook_sending (organization_id, webhook_id, due_at) where status in ('due', 'sending');
create index webhook_sending_failed on webhook_sending (organization_id, webhook_id) where status = 'failed';
create trigger webhook_sending_keeps_identity before update of organization_id, event_id, webhook_id on webhook_sending
  for each row when (
    (old.organization_id, old.event_id, old.webhook_id) is distinct from (new.organization_id, new.event_id, new.webhook_id))
  execute function refuse_new_identity();

-- What came of each call.
create table webhook_attempt (
  organization_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  at timestamptz not null,
  -- The status that was answered; null where there was no answer, and `failure` says why.
  status integer check (status between 100 and 999),
  failure text check (failure <> ''),
  took_ms integer not null check (took_ms >= 0),
  -- How the answer begins, in one line.
  excerpt text not null default '' check (length(excerpt) <= 300),
  primary key (organization_id, id),
  foreign key (organization_id, event_id) references webhook_event (organization_id, id) on delete cascade,
  foreign key (organization_id, webhook_id) references webhook (organization_id, id),
  check ((status is null) = (failure is not null))
);
create index webhook_attempt_newest on webhook_attempt (organization_id, webhook_id, at desc);
create index webhook_attempt_of_event on webhook_attempt (organization_id, event_id);
create trigger webhook_attempt_stays before update or truncate on webhook_attempt
  for each statement execute function refuse_change();
