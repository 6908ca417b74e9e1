-- Money that comes back after the period that paid it is over moves on: into the running budget as far as carry-over allows, and
-- to funding. What already lies in such periods is brought home by a command, and an overdraft can be written off.

-- What src/domain/ledger/entries.ts has more.
alter table entry_rule disable trigger entry_rule_by_migration;
insert into entry_rule (kind, subject_type, keys, sources, targets, funds_budgets) values
  ('budget.granted', 'write-off', '{budget.written-off}', '{funding}', '{budget}', true),
  ('budget.returned', 'gift', '{gift.returned}', '{budget}', '{funding}', true),
  ('budget.returned', 'bring-home', '{budget.returned-home}', '{budget}', '{funding}', true),
  ('budget.carried', 'gift', '{gift.carried}', '{budget}', '{budget}', true),
  ('budget.carried', 'bring-home', '{budget.carried-home}', '{budget}', '{budget}', true),
  ('budget.carried', 'write-off', '{budget.carried-off}', '{budget}', '{budget}', true);
alter table entry_rule enable trigger entry_rule_by_migration;

-- What a period took from those before it is counted before more moves into it. There are few of these entries.
create index entry_carried on entry (organization_id) where kind = 'budget.carried';
