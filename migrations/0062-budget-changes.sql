-- What: an index on what changed budgets, rules and allowances.
-- Why: a department's page lists the last of them, and they are few among all that happens to gifts.
set local lock_timeout = '5s';

create index activity_of_budgets on activity (organization_id, id)
  where kind in ('allowance.set', 'budget.brought-home', 'budget.frozen', 'budget.moved', 'budget.set', 'budget.topped-up',
                 'budget.unfrozen', 'budget.written-off', 'policy.set');
