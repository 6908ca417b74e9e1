-- What: how tax sees a gift stays as it was when it was given.
-- Why: payroll goes by it, so it is among the facts that are signed of a guest's gift; nobody changes it afterwards.
set local lock_timeout = '5s';

-- As before, and with the class.
drop trigger gift_keeps_identity on gift;
create trigger gift_keeps_identity
  before update of organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, tax_class, amount_minor,
    currency, funding_source, value_source, expires_at, occasion, period, created_at on gift
  for each row when (
    (old.organization_id, old.id, old.recognition_id, old.recipient_id, old.giver_id, old.department_id, old.region, old.tax_class,
     old.amount_minor, old.currency, old.funding_source, old.value_source, old.occasion, old.period,
     old.created_at) is distinct from
    (new.organization_id, new.id, new.recognition_id, new.recipient_id, new.giver_id, new.department_id, new.region, new.tax_class,
     new.amount_minor, new.currency, new.funding_source, new.value_source, new.occasion, new.period,
     new.created_at)
    or old.expires_at is distinct from new.expires_at and not (old.status = 'reserved' and new.status = 'issued'))
  execute function refuse_new_identity();
