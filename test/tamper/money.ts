import type { Alteration } from './tampering.ts';

const ENTRY = '00000000-0000-7000-8000-0000000000ff';
const eve = `(select id from person where name = 'Eve Adler')`;
const engineering = `(select id from department where name = 'Engineering')`;
const design = `(select id from department where name = 'Design')`;

function gift(amount: number): string {
  return `(select id from gift where amount_minor = ${amount * 100})`;
}

function budget(department: string, period: string): string {
  return `(select id from account where kind = 'budget' and owner_id = ${department} and period = '${period}')`;
}

const funding = `(select id from account where kind = 'funding')`;
const designNow = budget(design, '2026-12-01');
const designBefore = budget(design, '2026-11-01');
const engineeringNow = budget(engineering, '2026-12-01');
const engineeringBefore = budget(engineering, '2026-11-01');
const outstanding = `(select id from account where kind = 'outstanding' and owner_id = ${engineering})`;
const walletOfEve = `(select id from account where kind = 'wallet_gift' and owner_id = ${eve})`;

type Forged = {
  kind: string;
  key: string;
  about: string;
  subject: string;
  from: string;
  to: string;
  amount: number;
  /** What else says the same, as somebody would write it who knows the product. */
  also?: string;
  /** Beforehand: an index that stands in the way. */
  first?: string;
};

/** An entry that balances, and moves the balances where the guards do not. */
function forge({
  kind,
  key,
  about,
  subject,
  from,
  to,
  amount,
  also = '',
  first = '',
}: Forged): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `${first}
      create temporary table leg on commit drop as
      select organization_id, id, currency, balance, funded, amount
        from account join (values (${from}, ${-amount}), (${to}, ${amount})) leg (account_id, amount) on account_id = id;
      insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
      select id, '${ENTRY}', '${kind}', '${key}:' || ${subject}, '${about}', ${subject}, timestamptz '2026-12-06 10:00Z' from organization;
      insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
      select organization_id, '${ENTRY}', id, currency, amount, balance + amount from leg;
      do $$ begin
        if current_setting('session_replication_role') = 'replica' then
          update account a set balance = leg.balance + leg.amount from leg where a.id = leg.id;
          ${kind.startsWith('budget.') ? "update account a set funded = leg.funded + leg.amount from leg where a.id = leg.id and a.kind = 'budget';" : ''}
        end if;
      end $$;
      ${also}`,
    row: `select '${ENTRY}' union all select ${to}::text`,
  };
}

const UUID = `'00000000-0000-7000-8000-0000000000aa'::uuid`;

function ofEntry(key: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update entry set ${change} where key = ${key}`,
    row: `select id, subject_id from entry where key = ${key}`,
  };
}

function ofAccount(account: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update account set ${change} where id = ${account}`,
    row: `select id, owner_id from account where id = ${account}`,
  };
}

const issued = `(select key from entry where kind = 'gift.issued' and subject_id = ${gift(15)})`;
const topUp = `(select key from entry where subject_type = 'top-up' and kind = 'budget.granted' order by key limit 1)`;
const opened = `(select key from entry where kind = 'budget.granted' and subject_type = 'account' order by occurred_at, key limit 1)`;
const carried = `(select key from entry where kind = 'budget.carried' limit 1)`;

/** Entries, postings, accounts and what is counted. */
export const MONEY_ALTERATIONS: readonly Alteration[] = [
  {
    what: 'a budget was raised that nobody raised',
    ...forge({
      kind: 'budget.granted',
      key: 'budget.set',
      about: 'policy',
      subject: UUID,
      from: funding,
      to: designNow,
      amount: 500_000,
    }),
  },
  {
    what: 'a budget was raised by a setting of long ago',
    ...forge({
      kind: 'budget.granted',
      key: 'budget.set',
      about: 'policy',
      subject: `(select id from budget_policy where department_id = ${design} order by set_at desc limit 1)`,
      from: funding,
      to: designNow,
      amount: 500_000,
    }),
  },
  {
    what: 'a period was opened twice',
    by: `insert into account (organization_id, id, kind, owner_id, period, currency, floor)
         select organization_id, ${UUID}, kind, owner_id, '2026-12-02', currency, floor from account where id = ${designNow};
         ${forge({ kind: 'budget.granted', key: 'budget.granted', about: 'account', subject: UUID, from: funding, to: UUID, amount: 20_000 }).by}`,
    row: `select ${UUID}`,
  },
  {
    what: 'a budget of another department was carried over',
    ...forge({
      kind: 'budget.carried',
      key: 'budget.carried',
      about: 'account',
      subject: engineeringNow,
      from: budget(design, 'top-up'),
      to: engineeringNow,
      amount: 100,
    }),
  },
  {
    what: 'more was carried over',
    ...forge({
      kind: 'budget.carried',
      key: 'budget.carried',
      about: 'account',
      subject: engineeringNow,
      from: engineeringBefore,
      to: engineeringNow,
      amount: 100,
    }),
  },
  {
    what: 'a budget was lowered that nobody lowered',
    ...forge({
      kind: 'budget.returned',
      key: 'budget.set',
      about: 'policy',
      subject: UUID,
      from: engineeringNow,
      to: funding,
      amount: 10_000,
    }),
    row: `select '${ENTRY}' union all select ${engineeringNow}::text`,
  },
  {
    what: 'a budget was topped up without a record',
    ...forge({
      kind: 'budget.granted',
      key: 'budget.topped-up',
      about: 'top-up',
      subject: UUID,
      from: funding,
      to: budget(design, 'top-up'),
      amount: 10_000,
    }),
  },
  {
    what: 'a budget was topped up, with a forged record',
    ...forge({
      kind: 'budget.granted',
      key: 'budget.topped-up',
      about: 'top-up',
      subject: UUID,
      from: funding,
      to: budget(design, 'top-up'),
      amount: 10_000,
      also: `insert into activity (organization_id, id, at, kind, detail, mac)
             select id, ${UUID}, '2026-12-06 10:00Z', 'budget.topped-up',
                    jsonb_build_object('departmentId', ${design}, 'amountMinor', '10000'), sha256('mac') from organization`,
    }),
  },
  {
    what: 'a budget was moved without a record',
    ...forge({
      kind: 'budget.moved',
      key: 'budget.moved',
      about: 'move',
      subject: UUID,
      from: engineeringNow,
      to: designNow,
      amount: 10_000,
    }),
  },
  {
    what: 'money was issued for no gift',
    ...forge({
      kind: 'gift.issued',
      key: 'gift.issued',
      about: 'gift',
      subject: UUID,
      from: engineeringNow,
      to: outstanding,
      amount: 500,
    }),
  },
  {
    what: 'an open gift was paid into another’s wallet',
    ...forge({
      kind: 'code.redeemed',
      key: 'code.redeemed',
      about: 'gift',
      subject: gift(15),
      from: outstanding,
      to: walletOfEve,
      amount: 1_500,
    }),
  },
  {
    what: 'a gift was redeemed twice',
    ...forge({
      kind: 'code.redeemed',
      key: 'code.redeemed:again',
      about: 'gift',
      subject: gift(14),
      from: outstanding,
      to: walletOfEve,
      first: 'drop index entry_of_gift;',
      amount: 1_400,
    }),
  },
  {
    what: 'a gift was voided that nobody voided',
    ...forge({
      kind: 'code.voided',
      key: 'code.voided',
      about: 'gift',
      subject: gift(15),
      from: outstanding,
      to: engineeringBefore,
      amount: 1_500,
      also: `update gift set status = 'voided', voided_at = '2026-12-06 10:00Z', voided_by = giver_id where id = ${gift(15)};
             update code set sealed = null where gift_id = ${gift(15)};
             update spend_daily set gifts = gifts - 1, amount_minor = amount_minor - 1500
              where department_id = ${engineering} and day = '2026-11-16'`,
    }),
  },
  {
    what: 'money was taken from a wallet',
    ...forge({
      kind: 'wallet.adjusted',
      key: 'wallet.adjusted',
      about: 'gift',
      subject: gift(24),
      from: walletOfEve,
      to: designNow,
      amount: 2_400,
    }),
    row: `select '${ENTRY}'`,
  },
  { what: 'an entry is of another kind', ...ofEntry(issued, `kind = 'gift.reserved'`) },
  { what: 'an entry has another key', ...ofEntry(issued, `key = 'gift.issued:x'`) },
  {
    what: 'an entry is about another gift',
    by: `drop index entry_of_gift; update entry set subject_id = ${gift(14)} where key = ${issued}`,
    row: `select id from entry where key = ${issued}`,
  },
  {
    what: 'an entry happened at another time',
    ...ofEntry(issued, `occurred_at = occurred_at - interval '2 days'`),
  },
  {
    what: 'a top-up happened at another time',
    ...ofEntry(topUp, `occurred_at = occurred_at - interval '40 days'`),
  },
  {
    what: 'a period was opened at another time',
    ...ofEntry(opened, `occurred_at = occurred_at + interval '40 days'`),
    onlySealsTell: 'when a period was opened stands nowhere else',
  },
  {
    what: 'an entry was written at another time',
    ...ofEntry(issued, `created_at = created_at - interval '2 days'`),
    onlySealsTell: 'when it was written stands nowhere else',
  },
  {
    what: 'an entry moved more',
    by: `update posting set amount = amount * 2 where entry_id = (select id from entry where key = ${issued})`,
    row: `select id from entry where key = ${issued}`,
  },
  {
    what: 'an entry moved more, and all balances with it',
    by: `create temporary table leg on commit drop as
           select id, account_id, amount from posting where entry_id = (select id from entry where key = ${issued});
         update posting p set amount = p.amount * 2 from leg where p.id = leg.id;
         update posting p set balance_after = p.balance_after + leg.amount from leg where p.account_id = leg.account_id and p.id >= leg.id;
         update account a set balance = a.balance + leg.amount from leg where a.id = leg.account_id;
         update gift set amount_minor = amount_minor * 2 where id = ${gift(15)};
         update spend_daily set amount_minor = amount_minor + 1500 where department_id = ${engineering} and day = '2026-11-16'`,
    row: `select ${gift(15)}`,
  },
  {
    what: 'a posting is on another account',
    by: `update posting set account_id = ${designNow} where amount < 0 and entry_id = (select id from entry where key = ${issued})`,
    row: `select id from entry where key = ${issued} union all select ${designNow} union all select ${gift(15)}`,
  },
  {
    what: 'a posting leads to another balance',
    by: `update posting set balance_after = balance_after + 1 where amount < 0 and entry_id = (select id from entry where key = ${issued})`,
    row: `select id::text from posting where amount < 0 and entry_id = (select id from entry where key = ${issued})`,
  },
  {
    what: 'an entry is gone',
    by: `delete from posting where entry_id = (select id from entry where key = ${issued}); delete from entry where key = ${issued}`,
    row: `select ${gift(15)}`,
  },
  {
    what: 'a carry is gone',
    by: `delete from posting where entry_id = (select id from entry where key = ${carried}); delete from entry where key = ${carried}`,
    row: `select subject_id from entry where key = ${carried}`,
  },
  { what: 'a wallet holds more', ...ofAccount(walletOfEve, 'balance = balance + 10000') },
  {
    what: 'a wallet is another’s',
    ...ofAccount(
      `(select id from account where kind = 'wallet_gift' and balance > 0 order by id limit 1)`,
      `owner_id = (select id from person where name like 'Finn %')`,
    ),
  },
  { what: 'a budget holds more', ...ofAccount(designNow, 'balance = balance + 10000') },
  { what: 'a budget was funded more', ...ofAccount(designNow, 'funded = funded + 10000') },
  { what: 'a budget may go below zero', ...ofAccount(designNow, 'floor = null') },
  { what: 'a budget has another floor', ...ofAccount(designNow, 'floor = -100000') },
  { what: 'a budget is of another period', ...ofAccount(designBefore, `period = '2026-10-01'`) },
  {
    what: 'a budget is another department’s',
    ...ofAccount(designBefore, `owner_id = (select id from department where name = 'People')`),
  },
  { what: 'an account is of another kind', ...ofAccount(walletOfEve, `kind = 'outstanding'`) },
  { what: 'an account has another currency', ...ofAccount(walletOfEve, `currency = 'EUR'`) },
  {
    what: 'an account was opened by hand',
    by: `insert into account (organization_id, id, kind, owner_id, period, currency, floor)
         select id, ${UUID}, 'budget', ${design}, '2027-01-01', currency, null from organization`,
    row: `select ${UUID}`,
  },
  {
    what: 'an account is gone',
    by: `delete from account where id = ${walletOfEve}`,
    row: `select ${walletOfEve}`,
  },
  {
    what: 'a recipient has got nothing this year',
    by: `update limit_usage set used_minor = 0 where kind = 'recipient' and not is_stale and used_minor > 0`,
    row: `select subject from limit_usage where kind = 'recipient' and not is_stale and used_minor > 0`,
  },
  {
    what: 'a giver has given nothing',
    by: `update limit_usage set used_minor = 0 where kind = 'giver' and not is_stale and used_minor > 0`,
    row: `select subject from limit_usage where kind = 'giver' and not is_stale and used_minor > 0`,
  },
  {
    what: 'a recipient has got much',
    by: `update limit_usage set used_minor = 190000 where kind = 'recipient' and not is_stale`,
    row: `select subject from limit_usage where kind = 'recipient' and not is_stale`,
  },
  {
    what: 'what was given counts on another day',
    by: `update spend_daily set day = day - 20 where day = '2026-11-16' and department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'what was given counts a day earlier, for the department too',
    by: `update spend_daily set day = day - 1; update department_spend_daily set day = day - 1`,
    row: `select ${engineering}`,
  },
  {
    what: 'a department has given less',
    by: `update spend_daily set amount_minor = amount_minor - 100 where department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'what was given was another’s',
    by: `update spend_daily set giver_id = ${eve} where department_id = ${engineering} and day = '2026-11-16'`,
    row: `select ${engineering}`,
  },
  {
    what: 'the departments’ report says less',
    by: `update department_spend_daily set amount_minor = 1, gifts = 1 where department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'a report says that less was redeemed',
    by: `update spend_sum set redeemed_minor = redeemed_minor - 100 where redeemed_minor > 0 and dimension = 'recipient' and department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'a report counts gifts on another day',
    by: `update spend_sum set start = start - 400 where span = 'day' and department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'a report counts what another gave',
    by: `update spend_sum set member = ${eve}::text where dimension = 'giver' and department_id = ${engineering} and given_minor > 0 and start = '2026-11-16'`,
    row: `select ${engineering}`,
  },
  {
    what: 'a report says that a year had less',
    by: `update spend_sum set given_minor = given_minor - 100 where span = 'year' and dimension = 'department' and department_id = ${engineering}`,
    row: `select ${engineering}`,
  },
  {
    what: 'what is to be added to a report is less',
    by: `delete from spend_noted where ctid = (select min(ctid) from spend_noted where department_id = ${engineering} and given_minor > 0)`,
    row: `select ${engineering}`,
  },
];
