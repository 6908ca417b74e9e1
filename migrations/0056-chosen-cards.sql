-- What: gifts whose recipient chooses the gift card. Until then there is none; when it is chosen, it is bought as any other.
-- Why: people value what they choose, and nothing may be bought, or lost, while they have not.
set local lock_timeout = '5s';

-- `open`: nothing is chosen yet. `chosen`: its recipient chose it, and may choose another until it is ordered.
alter table gift_card alter column item_id drop not null;
alter table gift_card alter column name drop not null;
alter table gift_card alter column provider drop not null;
alter table gift_card alter column product drop not null;
alter table gift_card drop constraint gift_card_status_check;
alter table gift_card add constraint gift_card_status_check
  check (status in ('open', 'waiting', 'chosen', 'ordered', 'bought', 'failed', 'dropped')) not valid;
alter table gift_card validate constraint gift_card_status_check;
alter table gift_card drop constraint gift_card_check;
alter table gift_card add constraint gift_card_due
  check (due_at is null or status in ('waiting', 'chosen')) not valid;
alter table gift_card validate constraint gift_card_due;
-- What ended without a choice never had one.
alter table gift_card add constraint gift_card_chosen check (
  case status
    when 'open' then num_nonnulls(item_id, name, provider, product) = 0
    when 'failed' then num_nonnulls(item_id, name, provider, product) in (0, 4)
    when 'dropped' then num_nonnulls(item_id, name, provider, product) in (0, 4)
    else num_nonnulls(item_id, name, provider, product) = 4
  end) not valid;
alter table gift_card validate constraint gift_card_chosen;

drop trigger gift_card_keeps_identity on gift_card;
create trigger gift_card_keeps_identity before update on gift_card
  for each row when (
    (old.organization_id, old.gift_id) is distinct from (new.organization_id, new.gift_id)
    or (old.item_id, old.name, old.provider, old.product) is distinct from (new.item_id, new.name, new.provider, new.product)
       and not (old.status in ('open', 'chosen') and new.status = 'chosen'))
  execute function refuse_new_identity();
drop trigger gift_card_settled on gift_card;
create trigger gift_card_settled before update on gift_card
  for each row when (
    old.status in ('bought', 'failed', 'dropped') and old is distinct from new
    or old.status <> new.status and not (
      old.status = 'open' and new.status in ('chosen', 'failed', 'dropped')
      or old.status in ('waiting', 'chosen') and new.status in ('ordered', 'failed', 'dropped')
      or old.status = 'ordered' and new.status in ('bought', 'failed')))
  execute function refuse_change_of_settled();
