-- Ways to sign in: a link from chat or by mail, and an identity provider. Nothing here can be used by whoever reads it: of links and
-- codes only hashes are kept.

-- Whoever could write a row here by hand could sign in as anybody: it is on record, and a row that Largesse did not write is refused.
create table sign_in (
  organization_id uuid not null references organization,
  id uuid primary key,
  person_id uuid not null,
  how text not null check (how in ('chat', 'mail')),
  is_limited boolean not null default false,
  -- SHA-256 of 32 random bytes. A mail's is made when the mail is written, so it is nowhere before.
  token_hash bytea unique check (octet_length(token_hash) = 32),
  -- Of a mail: six digits for another browser than the one that asked, under a key that is not in the database; and that browser.
  code_mac bytea check (octet_length(code_mac) = 32),
  browser_hash bytea check (octet_length(browser_hash) = 32),
  -- Wrong codes.
  tries integer not null default 0,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  -- Only the newest of a person's links lives.
  replaced_at timestamptz,
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index sign_in_of_person on sign_in (organization_id, person_id, how);
create index sign_in_of_browser on sign_in (browser_hash) where browser_hash is not null;

insert into guarded_table (name, keys, plain, texts) values
  ('sign_in', '{id}', '{person_id,how,is_limited,token_hash,code_mac,browser_hash,expires_at,spent_at,replaced_at}', '{}');
create trigger sign_in_on_record
  after insert or update of person_id, how, is_limited, token_hash, code_mac, browser_hash, expires_at, spent_at, replaced_at or delete
  on sign_in for each row execute function log_change();

-- A browser is at the identity provider, and comes back once, within minutes.
create table oidc_attempt (
  organization_id uuid not null references organization,
  browser_hash bytea primary key check (octet_length(browser_hash) = 32),
  state text not null,
  nonce text not null,
  verifier text not null,
  back text,
  expires_at timestamptz not null
);

-- How often something was tried, by what is counted. The library rate-limiter-flexible writes it; its clock is that of the process.
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limit_expired on rate_limit (expire);
