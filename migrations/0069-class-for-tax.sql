-- What: the country, the occasion and the time zone by which tax sees a gift, beside what its recipient is. They are fixed when it is given.
-- Why: payroll goes by them for years. People move and departments are set up anew; what a gift was then stays. Gifts from before say
-- nothing: for them, their region, occasion and department stand in, none of which changes either but the last.
set local lock_timeout = '5s';

-- Empty: nobody said in which country the recipient is.
alter table gift add column tax_country text check (tax_country ~ '^([A-Z]{2})?$');
alter table gift add column tax_occasion text check (tax_occasion in ('work', 'birthday', 'anniversary', 'holiday', 'life-event'));
alter table gift add column tax_zone text check (tax_zone <> '');
alter table gift add constraint gift_tax_class_whole
  check (num_nulls(tax_country, tax_occasion, tax_zone) in (0, 3)) not valid;
alter table gift validate constraint gift_tax_class_whole;

-- As before, and with the rest of the class.
drop trigger gift_keeps_identity on gift;
create trigger gift_keeps_identity
  before update of organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, tax_class, tax_country,
    tax_occasion, tax_zone, amount_minor, currency, funding_source, value_source, expires_at, occasion, period, created_at on gift
  for each row when (
    (old.organization_id, old.id, old.recognition_id, old.recipient_id, old.giver_id, old.department_id, old.region, old.tax_class,
     old.tax_country, old.tax_occasion, old.tax_zone, old.amount_minor, old.currency, old.funding_source, old.value_source, old.occasion,
     old.period, old.created_at) is distinct from
    (new.organization_id, new.id, new.recognition_id, new.recipient_id, new.giver_id, new.department_id, new.region, new.tax_class,
     new.tax_country, new.tax_occasion, new.tax_zone, new.amount_minor, new.currency, new.funding_source, new.value_source, new.occasion,
     new.period, new.created_at)
    or old.expires_at is distinct from new.expires_at and not (old.status = 'reserved' and new.status = 'issued'))
  execute function refuse_new_identity();
