-- How people come to an approval: when they were asked, and the links in mails.

-- When the people who may decide were told; null until there is somebody to tell.
alter table approval add column asked_at timestamptz;
create index approval_unasked on approval (requested_at) where status = 'open' and asked_at is null;

-- A link in a mail that lets one person decide one approval. Only the hash of its token is kept; it is dead once it is decided.
create table approval_link (
  organization_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  approval_id uuid not null,
  person_id uuid not null,
  created_at timestamptz not null,
  primary key (organization_id, token_hash),
  foreign key (organization_id, approval_id) references approval,
  foreign key (organization_id, person_id) references person
);
create unique index approval_link_token on approval_link (token_hash);
