-- What: what the store offers, its pictures, and the codes that it gives from stock.
-- Why: a balance is worth what can be had for it. A code in stock is as good as money, so whose it is and what became of it is on record,
-- and what has happened to it stays.
set local lock_timeout = '5s';

-- What codes in stock are good for: a cinema’s voucher of 25 euros.
create table stock_product (
  organization_id uuid not null references organization,
  id uuid not null,
  name text not null check (name <> '' and length(name) <= 100),
  name_key text generated always as (fold_text(name)) stored,
  value_minor bigint not null check (value_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- With fewer than so many, HR and finance are told; 0: they never are.
  low_at integer not null check (low_at between 0 and 1000000),
  -- Since when there are fewer, once they were told.
  low_since timestamptz,
  -- When somebody looks next how many there are: codes expire without anybody taking one.
  watch_at timestamptz not null,
  made_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, name_key, value_minor, currency)
);
-- A job knows only its id.
create unique index stock_product_id on stock_product (id);
create index stock_product_to_watch on stock_product (watch_at) where low_at > 0;
create trigger stock_product_never_deleted before delete or truncate on stock_product
  for each statement execute function refuse_deletion();
create trigger stock_product_keeps_identity
  before update of organization_id, id, name, value_minor, currency, made_at on stock_product
  for each row when (
    (old.organization_id, old.id, old.name, old.value_minor, old.currency, old.made_at) is distinct from
    (new.organization_id, new.id, new.name, new.value_minor, new.currency, new.made_at))
  execute function refuse_new_identity();

-- One file of codes. A bad one is recalled as a whole.
create table stock_batch (
  organization_id uuid not null references organization,
  id uuid not null,
  -- What whoever uploaded it calls it, such as the number of an invoice.
  name text not null check (name <> '' and length(name) <= 100),
  codes integer not null check (codes > 0),
  uploaded_at timestamptz not null,
  -- Null: from the command line.
  uploaded_by uuid,
  recalled_at timestamptz,
  recalled_by uuid,
  recall_reason text not null default '',
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  foreign key (organization_id, uploaded_by) references person,
  foreign key (organization_id, recalled_by) references person,
  check ((recalled_at is null) = (recall_reason = ''))
);
create trigger stock_batch_never_deleted before delete or truncate on stock_batch
  for each statement execute function refuse_deletion();
create trigger stock_batch_keeps_identity
  before update of organization_id, id, name, codes, uploaded_at, uploaded_by, salt on stock_batch
  for each row when (
    (old.organization_id, old.id, old.name, old.codes, old.uploaded_at, old.uploaded_by, old.salt) is distinct from
    (new.organization_id, new.id, new.name, new.codes, new.uploaded_at, new.uploaded_by, new.salt))
  execute function refuse_new_identity();
create trigger stock_batch_settled before update on stock_batch
  for each row when (old.recalled_at is not null and old is distinct from new) execute function refuse_change_of_settled();

-- A code of somebody else’s that opens something worth money. It stays sealed for good, and its hash stays, whatever became of it: so
-- the same code is noticed when it comes again, under whichever key.
create table stock_code (
  organization_id uuid not null references organization,
  id uuid not null,
  product_id uuid not null,
  batch_id uuid not null,
  hmac bytea not null check (octet_length(hmac) = 32),
  key_id text not null,
  -- Bound to this row: in another one it does not open.
  sealed bytea not null,
  -- How it ends, for people: fewer characters of a short one.
  ending text not null check (length(ending) <= 4),
  -- From then on it is worth nothing; null: never.
  expires_at timestamptz,
  status text not null default 'in-stock' check (status in ('in-stock', 'taken', 'recalled')),
  taken_at timestamptz,
  -- Who has it, and what it was taken for: the same thing takes one code, however often it asks.
  person_id uuid,
  taken_for_type text check (taken_for_type in ('order', 'gift')),
  taken_for uuid,
  -- Since when its owner has seen it: it cannot come back into stock.
  revealed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, hmac),
  foreign key (organization_id, product_id) references stock_product,
  foreign key (organization_id, batch_id) references stock_batch,
  foreign key (organization_id, person_id) references person,
  check ((status = 'taken') = (taken_at is not null)),
  check ((status = 'taken') = (person_id is not null)),
  check ((status = 'taken') = (taken_for_type is not null)),
  check ((status = 'taken') = (taken_for is not null)),
  check (revealed_at is null or status = 'taken'),
  constraint stock_code_taken_in_time check (taken_at < expires_at)
);
create unique index stock_code_taken_for on stock_code (organization_id, taken_for_type, taken_for) where status = 'taken';
create index stock_code_next on stock_code (organization_id, product_id, expires_at, id) where status = 'in-stock';
create index stock_code_of_batch on stock_code (organization_id, batch_id);
create index stock_code_of_person on stock_code (organization_id, person_id) where status = 'taken';
create index stock_code_sealed_under on stock_code (key_id);

create trigger stock_code_never_deleted before delete or truncate on stock_code
  for each statement execute function refuse_deletion();
create trigger stock_code_under_live_key after insert on stock_code
  referencing new table as new_rows for each statement execute function refuse_retired_key();

-- What became of it happens once. It goes back into stock only while nobody has seen it.
create trigger stock_code_settled before update on stock_code
  for each row when (
    (old.organization_id, old.id, old.product_id, old.batch_id, old.ending, old.expires_at) is distinct from
    (new.organization_id, new.id, new.product_id, new.batch_id, new.ending, new.expires_at)
    or old.status <> new.status and not (
      old.status = 'in-stock' and new.status in ('taken', 'recalled')
      or old.status = 'taken' and new.status in ('in-stock', 'recalled') and old.revealed_at is null)
    or old.status = new.status and (
      (old.taken_at, old.person_id, old.taken_for_type, old.taken_for) is distinct from
      (new.taken_at, new.person_id, new.taken_for_type, new.taken_for)
      or old.revealed_at is not null and old.revealed_at is distinct from new.revealed_at))
  execute function refuse_change_of_settled();

-- It is sealed anew as a whole under another key, and not changed otherwise.
create function refuse_change_of_stock_code() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  -- Whoever retires a key takes this lock alone, and so knows that nobody is writing.
  perform pg_advisory_xact_lock_shared(5209413817);
  if new.key_id <> old.key_id and new.hmac <> old.hmac and new.sealed <> old.sealed
     and not exists (select from code_key k where k.id = new.key_id and k.retired_at is not null) then
    return new;
  end if;
  raise exception 'the code % in stock can be sealed anew under another key, and not changed otherwise', old.id
    using errcode = 'restrict_violation';
end $$;
create trigger stock_code_keeps_secret before update of hmac, key_id, sealed on stock_code
  for each row when ((old.hmac, old.key_id, old.sealed) is distinct from (new.hmac, new.key_id, new.sealed))
  execute function refuse_change_of_stock_code();

-- A picture is named after what it is.
create table store_picture (
  organization_id uuid not null references organization,
  hash text not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  width integer not null check (width between 1 and 6000),
  height integer not null check (height between 1 and 6000),
  bytes bytea not null check (octet_length(bytes) between 1 and 2000000),
  added_at timestamptz not null,
  primary key (organization_id, hash),
  constraint store_picture_is_its_hash check (hash = encode(sha256(bytes), 'hex'))
);
create trigger store_picture_append_only before update or delete or truncate on store_picture
  for each statement execute function refuse_change();

-- What can be had in the store.
create table store_item (
  organization_id uuid not null references organization,
  id uuid not null,
  kind text not null check (kind in ('own', 'charity', 'day-off', 'codes', 'gift-card')),
  name text not null check (name <> '' and length(name) <= 100),
  name_key text generated always as (fold_text(name)) stored,
  description text not null default '' check (length(description) <= 4000),
  picture text,
  -- By currency, in minor units as text. A gift card has none: its buyer says how much.
  prices jsonb not null,
  -- How many there are; null: as many as wanted, or as codes are in stock.
  in_stock integer check (in_stock >= 0),
  limit_per_person integer check (limit_per_person > 0),
  -- Whether somebody has to say where it is sent.
  needs_address boolean not null default false,
  -- Who does what was ordered.
  fulfiller_id uuid,
  product_id uuid,
  -- From whom it is bought once it is ordered, what they call it, and from how much to how much, in minor units.
  provider text,
  provider_product text,
  min_minor bigint,
  max_minor bigint,
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- For whom it is; empty: for all.
  departments uuid[] not null default '{}',
  roles text[] not null default '{}',
  regions text[] not null default '{}',
  made_at timestamptz not null,
  -- Since when it is not offered any more.
  retired_at timestamptz,
  -- Counts changes: whoever changes it has seen the last one.
  version integer not null default 1,
  salt uuid not null default gen_random_uuid(),
  primary key (organization_id, id),
  foreign key (organization_id, picture) references store_picture,
  foreign key (organization_id, fulfiller_id) references person,
  foreign key (organization_id, product_id) references stock_product,
  check ((kind = 'codes') = (product_id is not null)),
  check ((kind in ('own', 'charity', 'day-off')) = (fulfiller_id is not null)),
  check ((kind = 'gift-card') = (provider is not null)),
  check ((kind = 'gift-card') = (provider_product is not null)),
  check ((kind = 'gift-card') = (min_minor is not null and max_minor is not null and currency is not null)),
  check (min_minor > 0 and max_minor >= min_minor),
  check ((kind = 'gift-card') = (prices = '{}')),
  check (kind = 'own' or in_stock is null and not needs_address)
);
create unique index store_item_name on store_item (organization_id, name_key) where retired_at is null;
create trigger store_item_never_deleted before delete or truncate on store_item
  for each statement execute function refuse_deletion();
create trigger store_item_keeps_identity before update of organization_id, id, kind, made_at, salt on store_item
  for each row when (
    (old.organization_id, old.id, old.kind, old.made_at, old.salt) is distinct from
    (new.organization_id, new.id, new.kind, new.made_at, new.salt))
  execute function refuse_new_identity();

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('stock_product', '{id}', '{name,value_minor,currency,low_at,made_at}', '{}'),
  ('stock_batch', '{id}', '{codes,uploaded_at,uploaded_by,recalled_at,recalled_by}', '{name,recall_reason}'),
  ('stock_code', '{id}',
   '{product_id,batch_id,expires_at,status,taken_at,person_id,taken_for_type,taken_for,revealed_at}', '{}'),
  ('store_item', '{id}',
   '{kind,name,picture,prices,in_stock,limit_per_person,needs_address,fulfiller_id,product_id,provider,provider_product,min_minor,max_minor,currency,departments,roles,regions,made_at,retired_at}',
   '{description}');
create trigger stock_product_on_record after insert or update or delete on stock_product
  for each row execute function log_change();
create trigger stock_batch_on_record after insert or update or delete on stock_batch
  for each row execute function log_change();
create trigger stock_code_on_record after insert or update or delete on stock_code
  for each row execute function log_change();
create trigger store_item_on_record after insert or update or delete on store_item
  for each row execute function log_change();
