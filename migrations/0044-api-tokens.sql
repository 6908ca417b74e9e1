-- Programs that call the HTTP API: what they prove who they are by, and what they asked for already.

-- A program acts as a person, with no more rights than that person has. It holds `id.secret`; only the hash of the secret is here.
--
-- Whoever could write a row here by hand could act as anybody: it is on record, and a row that Largesse did not write is refused.
create table api_token (
  organization_id uuid not null references organization,
  id uuid primary key,
  person_id uuid not null,
  -- What it is for, in words.
  name text not null check (length(name) between 1 and 200),
  -- SHA-256 of 32 random bytes.
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  -- The last characters of the secret: its owner tells by them which one they hold.
  last_four text not null check (length(last_four) = 4),
  scopes text[] not null check (cardinality(scopes) > 0),
  made_at timestamptz not null,
  -- Null: the system's user did it.
  made_by uuid,
  expires_at timestamptz not null check (expires_at > made_at),
  -- At most a minute behind.
  last_used_at timestamptz,
  ended_at timestamptz,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  unique (organization_id, id)
);
create index api_token_of_person on api_token (organization_id, person_id);

create trigger api_token_keeps_identity
  before update of organization_id, id, person_id, name, secret_hash, last_four, scopes, made_at, made_by, expires_at on api_token
  for each row when (
    (old.organization_id, old.id, old.person_id, old.name, old.secret_hash, old.last_four, old.scopes, old.made_at, old.made_by,
     old.expires_at) is distinct from
    (new.organization_id, new.id, new.person_id, new.name, new.secret_hash, new.last_four, new.scopes, new.made_at, new.made_by,
     new.expires_at))
  execute function refuse_new_identity();
create trigger api_token_ended before update of ended_at on api_token
  for each row when (old.ended_at is not null and old.ended_at is distinct from new.ended_at)
  execute function refuse_change_of_settled();
create trigger api_token_kept before delete on api_token
  for each row execute function refuse_change();

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('api_token', '{id}', '{person_id,secret_hash,scopes,made_at,made_by,expires_at,ended_at}', '{}');
create trigger api_token_on_record
  after insert or update of person_id, secret_hash, scopes, made_at, made_by, expires_at, ended_at or delete on api_token
  for each row execute function log_change();

-- A write that a program asked for, by its own key for it. A repeat gets the first answer; nothing in it is a secret.
create table api_request (
  organization_id uuid not null,
  token_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  -- HMAC-SHA256 of what was asked, under a key that is not in the database: it may hold a code.
  mac bytea not null check (octet_length(mac) = 32),
  begun_at timestamptz not null,
  -- Null while it runs.
  status integer check (status between 200 and 599),
  answer jsonb,
  primary key (organization_id, token_id, key),
  check ((status is null) = (answer is null)),
  foreign key (organization_id, token_id) references api_token (organization_id, id)
);
create index api_request_begun on api_request (organization_id, begun_at);

create function refuse_other_answer() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'an answer that was given stays' using errcode = 'restrict_violation';
end $$;
create trigger api_request_answered before update on api_request
  for each row when (old.status is not null) execute function refuse_other_answer();
