-- Who is signed in to the web pages, on which device, since when. A browser holds `id.secret`; only the hash of the secret is here.
--
-- Whoever could write a row here by hand could act as anybody: it is on record, and a row that Largesse did not write is refused.

create table session (
  organization_id uuid not null references organization,
  id uuid primary key,
  person_id uuid not null,
  -- SHA-256 of 32 random bytes.
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  made_at timestamptz not null,
  -- At most a minute behind.
  last_seen_at timestamptz not null,
  -- However often it is used, it ends then.
  expires_at timestamptz not null check (expires_at > made_at),
  how text not null check (how in ('chat', 'mail', 'oidc', 'playground')),
  -- What proved who it is proved no more than an address: it has an employee's rights, whatever the person's role.
  is_limited boolean not null default false,
  -- When a second factor was given; a new session follows then.
  second_factor_at timestamptz,
  user_agent text not null,
  address text not null,
  ended_at timestamptz,
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index session_of_person on session (organization_id, person_id, made_at);

create trigger session_keeps_identity
  before update of organization_id, id, person_id, secret_hash, made_at, expires_at, how, is_limited, second_factor_at, user_agent,
    address on session
  for each row when (
    (old.organization_id, old.id, old.person_id, old.secret_hash, old.made_at, old.expires_at, old.how, old.is_limited,
     old.second_factor_at, old.user_agent, old.address) is distinct from
    (new.organization_id, new.id, new.person_id, new.secret_hash, new.made_at, new.expires_at, new.how, new.is_limited,
     new.second_factor_at, new.user_agent, new.address))
  execute function refuse_new_identity();
create trigger session_ended before update of ended_at on session
  for each row when (old.ended_at is not null and old.ended_at is distinct from new.ended_at)
  execute function refuse_change_of_settled();

insert into guarded_table (name, keys, plain, texts) values
  ('session', '{id}', '{person_id,secret_hash,made_at,expires_at,how,is_limited,second_factor_at,ended_at}', '{}');
create trigger session_on_record
  after insert or update of person_id, secret_hash, made_at, expires_at, how, is_limited, second_factor_at, ended_at or delete on session
  for each row execute function log_change();
