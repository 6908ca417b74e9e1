import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Migrator, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { migrate } from '#src/db/kit/migrate.ts';
import { getPerson } from '#src/db/people/person.ts';
import { spendByDepartment } from '#src/db/queries/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { verifyLedger } from '#src/db/queries/verify-ledger.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { budgetOf, departmentNamed } from '#test/helpers/reads.ts';

const database = await createTestDatabase({ isEmpty: true });
const client = new Client(database.url);
afterAll(async () => {
  await client.end();
  await database.drop();
});

const AT = '2026-11-16T10:00:00Z';
const MONTH = '2026-11-01';

/** The schema of the first version, on which later ones build. */
async function makeFirstSchema(): Promise<void> {
  const names = ['0001-foundation', '0002-seal'];
  const files = names.map(async (name) => {
    const text = await readFile(new URL(`../../../migrations/${name}.sql`, import.meta.url), 'utf8');
    return [name, { up: async () => void (await sql.raw(text).execute(database.db)) }] as const;
  });
  const migrations = Object.fromEntries(await Promise.all(files));
  const { error } = await new Migrator({
    db: database.db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  }).migrateToLatest();
  if (error) throw error;
}

type Owner = { kind: string; owner: string; period?: string };

/** A process of the first version, which knows the columns of its time and no others. */
function olderProcess() {
  const [org, department, giver, recipient] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const funding: Owner = { kind: 'funding', owner: org };
  const budget: Owner = { kind: 'budget', owner: department, period: MONTH };
  const outstanding: Owner = { kind: 'outstanding', owner: department };
  return { department, giver, recipient, org, hire, setBudget, give, redeem, spentToday };

  async function hire(): Promise<void> {
    await client.query(
      `insert into organization (id, name, currency, time_zone) values ($1, 'Acme', 'USD', 'UTC')`,
      [org],
    );
    await client.query(
      `insert into department (organization_id, id, name, currency, time_zone) values ($1, $2, 'Design', 'USD', 'UTC')`,
      [org, department],
    );
    await client.query(
      `insert into person (organization_id, id, department_id, name, email, role)
       values ($1, $3, $2, 'Dana', 'dana@example.com', 'manager'), ($1, $4, $2, 'Ito', 'ito@example.com', 'employee')`,
      [org, department, giver, recipient],
    );
  }

  async function setBudget(amount: bigint, change: bigint): Promise<void> {
    await client.query(
      `insert into budget_policy (organization_id, department_id, id, amount_minor, set_at, set_by)
       values ($1, $2, $3, $4, $5, null)`,
      [org, department, randomUUID(), amount, AT],
    );
    const [kind, from, to]: [string, Owner, Owner] =
      change > 0n ? ['budget.granted', funding, budget] : ['budget.returned', budget, funding];
    await post(kind, `budget.set:${randomUUID()}`, { from, to, amount: change > 0n ? change : -change });
    await record('budget.set', { departmentId: department, amountMinor: String(amount), timeZone: 'UTC' });
  }

  async function give(amount: bigint): Promise<string> {
    const [recognition, gift] = [randomUUID(), randomUUID()];
    await client.query(
      `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, message,
         giver_id, department_id, answer_status, answer_due_at, created_at, decided_at)
       values ($1, $2, 'slack', $3, 'issued', '{}', '[]', '1', '', $4, $5, 'none', $6, $6, $6)`,
      [org, recognition, randomUUID(), giver, department, AT],
    );
    await client.query(
      `insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor,
         currency, status, created_at)
       values ($1, $2, $3, $4, $5, $6, '', $7, 'USD', 'issued', $8)`,
      [org, gift, recognition, recipient, giver, department, amount, AT],
    );
    await client.query(
      `insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
       values ($1, $2, $3, 'k1', $4, 'ABCD', $5)`,
      [org, gift, randomBytes(32), randomBytes(40), recipient],
    );
    await client.query(
      `insert into delivery (organization_id, gift_id, status, due_at) values ($1, $2, 'due', $3)`,
      [org, gift, AT],
    );
    await client.query(
      `insert into spend_daily as s (organization_id, department_id, giver_id, day, currency, gifts, amount_minor)
       values ($1, $2, $3, '2026-11-16', 'USD', 1, $4)
       on conflict (organization_id, department_id, day, giver_id, currency, occasion)
       do update set gifts = s.gifts + excluded.gifts, amount_minor = s.amount_minor + excluded.amount_minor`,
      [org, department, giver, amount],
    );
    await post('gift.issued', `gift.issued:${gift}`, { from: budget, to: outstanding, amount });
    await record('gift.issued', { amountMinor: String(amount), currency: 'USD' }, { actor: giver, gift });
    return gift;
  }

  async function redeem(gift: string, amount: bigint): Promise<void> {
    const wallet = { kind: 'wallet_gift', owner: recipient };
    await post('code.redeemed', `code.redeemed:${gift}`, { from: outstanding, to: wallet, amount });
    await client.query(`update gift set status = 'redeemed', redeemed_at = $2 where id = $1`, [gift, AT]);
    await client.query(`update code set sealed = null where gift_id = $1`, [gift]);
    await record(
      'code.redeemed',
      { amountMinor: String(amount), currency: 'USD' },
      { actor: recipient, gift },
    );
  }

  /** What happens to a gift happens to its recipient. */
  async function record(kind: string, detail: object, about?: { actor: string; gift: string }) {
    await client.query(
      `insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [org, randomUUID(), AT, kind, about?.actor, about && recipient, about?.gift, detail],
    );
  }

  async function post(
    kind: string,
    key: string,
    { from, to, amount }: { from: Owner; to: Owner; amount: bigint },
  ) {
    const entry = randomUUID();
    const accounts = [await open(from), await open(to)];
    await client.query(
      `insert into entry (organization_id, id, kind, key, occurred_at) values ($1, $2, $3, $4, $5)`,
      [org, entry, kind, key, AT],
    );
    await client.query(
      `insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
       select $1, $2, a.id, a.currency, leg.amount, a.balance + leg.amount
         from unnest($3::uuid[], $4::bigint[]) leg (id, amount) join account a on a.organization_id = $1 and a.id = leg.id`,
      [org, entry, accounts, [-amount, amount]],
    );
  }

  async function open({ kind, owner, period = '' }: Owner): Promise<string> {
    await client.query(
      `insert into account (organization_id, id, kind, owner_id, period, currency, floor)
       values ($1, $2, $3, $4, $5, 'USD', $6) on conflict do nothing`,
      [org, randomUUID(), kind, owner, period, kind === 'funding' ? null : 0],
    );
    const { rows } = await client.query<{ id: string }>(
      `select id from account where organization_id = $1 and kind = $2 and owner_id = $3 and period = $4`,
      [org, kind, owner, period],
    );
    return rows[0]?.id ?? '';
  }

  async function spentToday(): Promise<string | undefined> {
    const { rows } = await client.query<{ spent: string }>(
      `select sum(amount_minor) as spent from spend_daily where organization_id = $1`,
      [org],
    );
    return rows[0]?.spent;
  }
}

it('keeps what the first version wrote, and lets its processes work on beside the new ones', async () => {
  await client.connect();
  await makeFirstSchema();
  const older = olderProcess();
  await older.hire();
  await older.setBudget(10_000n, 10_000n);
  const waiting = await older.give(1_000n);
  await older.redeem(await older.give(2_000n), 2_000n);

  const ran = await migrate(database.db);
  const upgraded = await verifyLedger(database.db);
  const core = makeCore(database.db);
  core.clock.set(AT);
  const found = await departmentNamed(core, older.org, 'Design');
  if (!found.ok) throw new Error(found.refusal.kind);
  const department = found.value;
  const afterUpgrade = await budgetOf(core, department);
  const spentBefore = await spendByDepartment(database.db, everythingOf(older.org));

  await older.setBudget(8_000n, -2_000n);
  const late = await older.give(500n);
  await older.redeem(waiting, 1_000n);
  const afterOlder = await budgetOf(core, department);
  const person = await getPerson(database.db, older.org, older.recipient);
  const redeemed = await core.app.gift.redeem({ person, giftId: late });
  const proof = await verifyLedger(database.db);

  expect(ran).toContain('0003-policy');
  expect(upgraded.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(afterUpgrade).toMatchObject({
    value: { period: 'month', grantedMinor: 10_000n, leftMinor: 7_000n },
  });
  expect(afterOlder).toMatchObject({ value: { grantedMinor: 8_000n, leftMinor: 4_500n } });
  expect(redeemed.ok).toBe(true);
  expect(await older.spentToday()).toBe('3500');
  expect(spentBefore).toMatchObject([{ department: 'Design', gifts: 2, amountMinor: 3_000n }]);
  expect(await spendByDepartment(database.db, everythingOf(older.org))).toMatchObject([
    { gifts: 3, amountMinor: 3_500n },
  ]);
  expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
});
