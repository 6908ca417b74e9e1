-- What: what an organization says about tax, each from a day on; and how it wants its payroll file, by name.
-- Why: whether a gift counts when it is given or when it is redeemed decides what payroll adds to wages, so it is kept as what decides
-- about money is: rows are added and never changed. Files are a matter of taste.
set local lock_timeout = '5s';

create table tax_setting (
  organization_id uuid not null references organization,
  id uuid not null,
  since date not null,
  basis text not null check (basis in ('issue', 'redemption')),
  is_grossed_up boolean not null,
  pay_kind text not null check (pay_kind in ('month', 'half-month', 'two-weeks', 'week')),
  pay_anchor date not null,
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person
);
create trigger tax_setting_append_only before update or delete or truncate on tax_setting
  for each statement execute function refuse_change();

create table tax_map (
  organization_id uuid not null references organization,
  name_key text generated always as (fold_text(name)) stored,
  name text not null check (name <> ''),
  -- What the file is called.
  file_name text not null,
  -- In order: the header, and what stands below it.
  columns jsonb not null check (jsonb_typeof(columns) = 'array'),
  set_at timestamptz not null,
  set_by uuid,
  primary key (organization_id, name_key),
  foreign key (organization_id, set_by) references person
);

-- What src/domain/ledger/guarded.ts has more.
insert into guarded_table (name, keys, plain, texts) values
  ('tax_setting', '{id}', '{since,basis,is_grossed_up,pay_kind,pay_anchor,set_at,set_by}', '{}');
create trigger tax_setting_on_record after insert or update or delete on tax_setting
  for each row execute function log_change();
