-- A gift may have a last day on which it can be claimed, as its department's rules say when it is issued. Then its whole amount
-- goes back by an entry, its recipient having been reminded.

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('code.expired', 'gift', '{code.expired}', '{outstanding}', '{budget}', false);
alter table entry_rule enable trigger entry_rule_by_migration;

-- The last day is known when a gift is issued: one that waits for an approver has none yet.
drop trigger gift_keeps_identity on gift;
create trigger gift_keeps_identity
  before update of organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor, currency,
    funding_source, value_source, expires_at, occasion, period, created_at on gift
  for each row when (
    (old.organization_id, old.id, old.recognition_id, old.recipient_id, old.giver_id, old.department_id, old.region,
     old.amount_minor, old.currency, old.funding_source, old.value_source, old.occasion, old.period,
     old.created_at) is distinct from
    (new.organization_id, new.id, new.recognition_id, new.recipient_id, new.giver_id, new.department_id, new.region,
     new.amount_minor, new.currency, new.funding_source, new.value_source, new.occasion, new.period,
     new.created_at)
    or old.expires_at is distinct from new.expires_at and not (old.status = 'reserved' and new.status = 'issued'))
  execute function refuse_new_identity();

-- As before, and time ends a gift that nobody claimed.
drop trigger gift_settled on gift;
create trigger gift_settled before update on gift
  for each row when (
    old.status in ('redeemed', 'expired', 'voided') and old is distinct from new
    or old.issued_at is distinct from new.issued_at and old.status <> 'reserved'
    or old.status <> new.status and not (
      old.status = 'reserved' and new.status in ('issued', 'voided')
      or old.status = 'issued' and new.status in ('delivered', 'redeemed', 'voided')
      or old.status = 'delivered' and new.status in ('redeemed', 'voided')
      or old.status in ('issued', 'delivered') and new.status = 'expired'))
  execute function refuse_change_of_settled();

-- The open gifts that will expire, and when there is something to do about one next: to remind of it, or to let it expire. What
-- is here only wakes: the gift says when it expires.
create table claim_deadline (
  organization_id uuid not null,
  gift_id uuid not null,
  due_at timestamptz not null,
  primary key (organization_id, gift_id),
  foreign key (organization_id, gift_id) references gift (organization_id, id)
);
create unique index claim_deadline_gift on claim_deadline (gift_id);
create index claim_deadline_due on claim_deadline (due_at);
