-- Somebody outside the organization gets a gift by their address alone: they become a person who is a guest, and a link in the mail
-- proves that the address is theirs.

-- How payroll and tax see a gift: what somebody outside the organization gets is no wage. As it was when it was given.
alter table gift add column tax_class text not null default 'employee' check (tax_class in ('employee', 'guest'));

-- A link in a mail that lets its reader add one gift to their balance. Only the hash of its token is kept.
create table claim_link (
  organization_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  gift_id uuid not null,
  person_id uuid not null,
  created_at timestamptz not null,
  primary key (organization_id, token_hash),
  foreign key (organization_id, gift_id) references gift (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create unique index claim_link_token on claim_link (token_hash);

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('claim_link', '{token_hash}', '{gift_id,person_id,created_at}', '{}');
create trigger claim_link_on_record after insert or update or delete on claim_link
  for each row execute function log_change();
