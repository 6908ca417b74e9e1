import { runSql } from '../bench-postgres.ts';
import { addSpendOf, GIFT_KIND, NUMBERED, type Numbers, seriesOf } from '../fill-sql.ts';
import type { BenchCompany } from '../make-company.ts';

/**
 * Fills the department's books with gifts as issuing and delivering leave them, with every row and index: request, gift, code,
 * entry, two postings, delivery, activity. They balance, and the accounts' balances include them.
 *
 * The department must have given before, so that its accounts are open.
 */
export async function fillStoredGifts(url: string, company: BenchCompany, numbers: Numbers): Promise<void> {
  const rows = `from bench_names b cross join ${seriesOf(numbers)}`;
  await runSql(url, [...PREPARATION, namesOf(company)]);
  await Promise.all(
    FILLS.map((tables) =>
      runSql(url, [
        WITHOUT_TRIGGERS,
        ...tables.map((table) => table.replace('$first', `${numbers.first}`) + rows),
      ]),
    ),
  );
  await runSql(url, [
    WITHOUT_TRIGGERS,
    moveBalances(numbers.count),
    'reset session_replication_role',
    addSpendOf(numbers),
    'vacuum analyze',
    'checkpoint',
  ]);
}

// The triggers would move the balances by each posting; here they are moved by all of them at once.
const WITHOUT_TRIGGERS = 'set session_replication_role = replica';

const PREPARATION = [
  NUMBERED,
  `create or replace function given_at(n bigint) returns timestamptz language sql immutable as $$
     select timestamptz '2026-01-01 00:00Z' + n * interval '1 second' $$`,
  'drop table if exists bench_names',
];

/** One row with what the gifts have in common, so that each fill can pick its own by number. */
function namesOf({ organization, department }: BenchCompany): string {
  return `
    create table bench_names as
    select d.organization_id as organization, d.id as department, budget.id as budget, budget.balance as budget_before,
           outstanding.id as outstanding, outstanding.balance as outstanding_before,
           array(select id from person where organization_id = d.organization_id and role = 'manager') as givers,
           array(select id from person where organization_id = d.organization_id and role = 'employee') as recipients
      from department d
      join account budget on budget.kind = 'budget' and budget.owner_id = d.id
      join account outstanding on outstanding.kind = 'outstanding' and outstanding.owner_id = d.id
     where d.organization_id = '${organization.id}' and d.id = '${department.id}'`;
}

const GIVER = 'givers[1 + n % cardinality(givers)]';
const RECIPIENT = 'recipients[1 + n % cardinality(recipients)]';
const GIFT = `numbered(${GIFT_KIND}, n)`;
const RECOGNITION = 'numbered(2, n)';
const ENTRY = 'numbered(3, n)';

const recognition = `
  insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, currency, message,
                           channel_id, giver_id, department_id, answer_status, answer_due_at, created_at, decided_at)
  select organization, ${RECOGNITION}, 'slack', ${RECOGNITION}, 'issued',
         jsonb_build_object('by', 'chat', 'platform', 'slack', 'workspaceId', 'T0LARGESSE', 'userId', 'U0GIVER' || n % 20),
         jsonb_build_array(jsonb_build_object('by', 'chat', 'platform', 'slack', 'workspaceId', 'T0LARGESSE',
                                              'userId', 'U0RECIPIENT' || n % 500)),
         '1', 'USD', 'for the launch', 'C0LAUNCH', ${GIVER}, department, 'none', given_at(n), given_at(n), given_at(n) `;

const gift = `
  insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor,
                    currency, status, created_at)
  select organization, ${GIFT}, ${RECOGNITION}, ${RECIPIENT}, ${GIVER}, department, '', 100, 'USD', 'delivered', given_at(n) `;

const delivery = `
  insert into delivery (organization_id, gift_id, status, channel, attempts, due_at, message_id, sent_at)
  select organization, ${GIFT}, 'sent', 'dm', 1, given_at(n), n, given_at(n) `;

const code = `
  insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
  select organization, ${GIFT}, sha256(int8send(n)), 'filled', substring(sha512(int8send(n)) from 1 for 44), 'FILL',
         ${RECIPIENT} `;

const entry = `
  insert into entry (organization_id, id, kind, key, subject_type, subject_id, occurred_at)
  select organization, ${ENTRY}, 'gift.issued', 'gift.issued:' || ${GIFT}, 'gift', ${GIFT}, given_at(n) `;

const fromBudget = `
  insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
  select organization, ${ENTRY}, budget, 'USD', -100, budget_before - 100 * (n - $first + 1) `;

const toOutstanding = `
  insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
  select organization, ${ENTRY}, outstanding, 'USD', 100, outstanding_before + 100 * (n - $first + 1) `;

const activity = `
  insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts, mac)
  select organization, numbered(4, n), given_at(n), 'gift.issued', ${GIVER}, ${RECIPIENT}, ${GIFT},
         jsonb_build_object('amountMinor', '100', 'currency', 'USD'), sha256(int8send(n)), sha256(int8send(-n)) `;

/** Two at once, for two cores. */
const FILLS = [
  [recognition, gift, delivery],
  [code, entry, fromBudget, toOutstanding, activity],
];

function moveBalances(count: number): string {
  return `
    update account a set balance = a.balance + case a.kind when 'budget' then -1 else 1 end * 100 * ${count}::bigint
      from bench_names b where a.id in (b.budget, b.outstanding)`;
}
