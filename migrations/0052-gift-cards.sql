-- What: gifts that are a gift card, which is bought for its recipient once its giver can no longer take it back.
-- Why: what is bought cannot be taken back, so what becomes of such a gift has to be on record before anything is bought, and nothing
-- else may happen to its money meanwhile.
set local lock_timeout = '5s';

-- What a gift is bought as, as its department's rules said when it was given. Its moves are those of src/domain/states.ts.
create table gift_card (
  organization_id uuid not null,
  gift_id uuid not null,
  item_id uuid not null,
  -- As the catalogue called it then, and from whom it is bought.
  name text not null check (name <> ''),
  provider text not null check (provider ~ '^[a-z][a-z0-9-]{0,39}$'),
  product text not null check (product <> ''),
  status text not null default 'waiting' check (status in ('waiting', 'ordered', 'bought', 'failed', 'dropped')),
  -- When it is bought; null while its gift waits for an approver, and once there is nothing more to wait for.
  due_at timestamptz,
  primary key (organization_id, gift_id),
  foreign key (organization_id, gift_id) references gift,
  foreign key (organization_id, item_id) references store_item,
  check (due_at is null or status = 'waiting')
);
-- A job knows only its id.
create unique index gift_card_gift on gift_card (gift_id);
create index gift_card_due on gift_card (due_at) where due_at is not null;

create trigger gift_card_never_deleted before delete or truncate on gift_card
  for each statement execute function refuse_deletion();
create trigger gift_card_keeps_identity
  before update of organization_id, gift_id, item_id, name, provider, product on gift_card
  for each row when (
    (old.organization_id, old.gift_id, old.item_id, old.name, old.provider, old.product) is distinct from
    (new.organization_id, new.gift_id, new.item_id, new.name, new.provider, new.product))
  execute function refuse_new_identity();
create trigger gift_card_settled before update on gift_card
  for each row when (
    old.status in ('bought', 'failed', 'dropped') and old is distinct from new
    or old.status <> new.status and not (
      old.status = 'waiting' and new.status in ('ordered', 'failed', 'dropped')
      or old.status = 'ordered' and new.status in ('bought', 'failed')))
  execute function refuse_change_of_settled();

-- While a card is being bought for a gift, nothing else happens to the gift's money.
create function refuse_end_of_ordered_gift() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    select from gift_card c
     where c.organization_id = new.organization_id and c.gift_id = new.id and c.status = 'ordered') then
    raise exception 'a gift card is being bought for gift %', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger gift_card_first before update of status on gift
  for each row when (old.value_source = 'provider' and new.status in ('redeemed', 'expired', 'voided') and old.status <> new.status)
  execute function refuse_end_of_ordered_gift();

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('gift_card', '{gift_id}', '{item_id,name,provider,product,status}', '{}');
create trigger gift_card_on_record after insert or update or delete on gift_card
  for each row execute function log_change();

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('gift.bought', 'gift', '{gift.bought}', '{outstanding}', '{purchased}', false);
alter table entry_rule enable trigger entry_rule_by_migration;
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check
  check (kind in ('funding', 'budget', 'reserved', 'outstanding', 'wallet_gift', 'wallet_promo', 'held', 'settled', 'paid_out',
                  'purchased'))
  not valid;
