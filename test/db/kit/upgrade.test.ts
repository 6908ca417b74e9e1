import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { migrate } from '#src/db/kit/migrate.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { listClashes } from '#src/db/people/known-people.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Person } from '#src/domain/people/person.ts';
import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts';
import { everythingOf } from '#src/domain/people/access.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { copyRows, migrateUpTo, sealPostings } from '#test/helpers/older-database.ts';
import { budgetOf, departmentNamed } from '#test/helpers/reads.ts';

const database = await createTestDatabase({ isEmpty: true });
const client = new Client(database.url);
afterAll(async () => {
  await client.end();
  await database.drop();
});

const AT = '2026-11-16T10:00:00Z';
const MONTH = '2026-11-01';

type Owner = { kind: string; owner: string; period?: string };

/** A process of the first version, which knows the columns of its time and no others. */
function olderProcess() {
  const [org, department, giver, recipient] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const funding: Owner = { kind: 'funding', owner: org };
  const budget: Owner = { kind: 'budget', owner: department, period: MONTH };
  const outstanding: Owner = { kind: 'outstanding', owner: department };
  return { department, giver, recipient, org, hire, setBudget, give, redeem, subjects };

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

  /** What the entries, all by this process but for one, are said to be about. */
  async function subjects(): Promise<object[]> {
    const { rows } = await client.query<object>(
      `select kind, subject_type as type, bool_and(right(key, 36) = subject_id::text) as is_right
         from entry where organization_id = $1 group by 1, 2 order by 1, 2`,
      [org],
    );
    return rows;
  }
}

it('keeps what the first version wrote, and refuses its processes from then on, in words', async () => {
  await client.connect();
  await migrateUpTo(database.db, '0002-seal');
  const older = olderProcess();
  await older.hire();
  await older.setBudget(10_000n, 10_000n);
  const waiting = await older.give(1_000n);
  await older.redeem(await older.give(2_000n), 2_000n);

  const { ran } = await migrate(database.db);
  const upgraded = await verifyLedger(database.db);
  const core = makeCore(database.db);
  core.clock.set(AT);
  const found = await departmentNamed(core, older.org, 'Design');
  if (!found.ok) throw new Error(found.refusal.kind);
  const department = found.value;
  const afterUpgrade = await budgetOf(core, department);
  const spentBefore = await spendByDepartment(database.db, everythingOf(older.org));

  await client.query('begin');
  await expect(older.give(500n)).rejects.toThrow(
    'This process is older than its database: restart it with the new version',
  );
  await client.query('rollback');
  await core.app.budget.set({ department, amountMinor: 8_000n, actorId: null });
  const afterSetting = await budgetOf(core, department);
  const person = await getPerson(database.db, older.org, older.recipient);
  const redeemed = await core.app.gift.redeem({ person, giftId: waiting });
  await core.app.ledger.seal();
  const proof = await verifyLedger(database.db);

  expect(ran).toContain('0003-policy');
  expect(upgraded.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(afterUpgrade).toMatchObject({
    value: { period: 'month', grantedMinor: 10_000n, leftMinor: 7_000n },
  });
  expect(afterSetting).toMatchObject({ value: { grantedMinor: 8_000n, leftMinor: 5_000n } });
  expect(redeemed.ok).toBe(true);
  expect(spentBefore).toMatchObject([{ department: 'Design', gifts: 2, amountMinor: 3_000n }]);
  expect(await older.subjects()).toEqual([
    { kind: 'budget.granted', type: 'policy', is_right: true },
    { kind: 'budget.returned', type: 'policy', is_right: true },
    { kind: 'code.redeemed', type: 'gift', is_right: true },
    { kind: 'gift.issued', type: 'gift', is_right: true },
  ]);
  expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(proof).toMatchObject({ unsealed: 0 });
});

const DAY_MS = 86_400_000;
const HOW = { reason: 'as before', actorId: null };

/** A company in which everything happened that moves money, and that goes on. */
async function liveThrough(core: TestCore) {
  const company = await makeCompanyWithApprovers(core);
  const ids = { topUp: core.newId(), move: core.newId() };
  const engineering = await company.department('Engineering');
  const design = await company.department('Design');
  const topUp = { id: ids.topUp, department: design, amountMinor: 30_000n, ...HOW };
  const move = { id: ids.move, from: engineering, to: design, amountMinor: 1_000n, ...HOW };
  await core.app.budget.topUp(topUp);
  await core.app.budget.move(move);
  await company.setBudget('Engineering', 60_000n);
  await company.setBudget('Engineering', 55_000n);

  const gifts: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    const given = await company.give('morgan', 'alice', `${11 + index}`);
    gifts.push(given.gifts[0]?.giftId ?? '');
  }
  const [undone = '', voided = '', reversed = '', redeemed = '', kept = '', waiting = ''] = gifts;
  const alice = await company.person('alice');
  await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId: undone } });
  for (const giftId of [reversed, redeemed, kept]) await core.app.gift.redeem({ person: alice, giftId });
  await takeBack(voided);
  await takeBack(reversed);
  await company.decide('ada', (await company.reserve('morgan', 'bob', '103')).approvalId);
  await company.decide('ada', (await company.reserve('morgan', 'bob', '104')).approvalId, 'no');
  await company.decide('finn', (await company.reserve('dana', 'mallory', '250')).approvalId);

  await company.setBudget('Design', 40_000n);
  const yearly = { department: design, amountMinor: 90_000n, period: 'year' as const, actorId: null };
  await core.app.budget.set(yearly);
  await core.app.budget.set({
    department: engineering,
    amountMinor: 55_000n,
    carryCapMinor: 5_000n,
    actorId: null,
  });
  core.clock.advance(20 * DAY_MS);
  await company.give('morgan', 'alice', '9');
  const open = await company.reserve('morgan', 'bob', '101');
  const later = await company.reserve('morgan', 'bob', '102');
  return { company, topUp, move, redeemed, waiting, open, later };

  async function takeBack(giftId: string): Promise<void> {
    const requested = await core.app.approval.requestVoid({
      person: await company.person('priya'),
      giftId,
      reason: 'twice',
    });
    if (!requested.ok) throw new Error(`not asked: ${requested.refusal.kind}`);
    const decided = await company.decide('finn', requested.value.approvalId);
    if (!decided.ok) throw new Error(`not taken back: ${decided.refusal.kind}`);
  }
}

it('says what the entries of an older ledger are about, and goes on with it', async () => {
  const [lived, older] = [await createTestDatabase(), await createTestDatabase({ isEmpty: true })];
  onTestFinished(lived.drop);
  onTestFinished(older.drop);
  const before = makeCore(lived.db);
  const { company, topUp, move, redeemed, waiting, open, later } = await liveThrough(before);
  await migrateUpTo(older.db, '0014-plain-words');
  await copyRows(lived.db, older.db);
  // What was written then was called so.
  await older.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`
      update entry set key = regexp_replace(replace(key, 'budget.topped-up:', 'budget.topped_up:'),
                                            '^budget.set:(.*):before$', 'budget.returned:\\1')`.execute(tx);
  });
  const core = makeCore(older.db, { keys: before.keys, clock: before.clock });
  await sealPostings(older.db);

  await migrate(older.db);

  const entries = await listEntries(older.db);
  const kinds = new Set(entries.map(({ kind, subject_type: type }) => `${kind} ${type}`));
  expect([...kinds].toSorted()).toEqual([
    'budget.carried account',
    'budget.granted account',
    'budget.granted policy',
    'budget.granted top-up',
    'budget.moved move',
    'budget.returned policy',
    'code.redeemed gift',
    'code.voided gift',
    'gift.issued gift',
    'gift.released gift',
    'gift.reserved gift',
    'wallet.adjusted gift',
  ]);
  expect(entries).toEqual(await listEntries(lived.db));
  const { rows } = await sql<{ key: string }>`
    select distinct split_part(key, ':', 1) as key from entry where kind in ('budget.granted', 'budget.returned')
     order by 1`.execute(older.db);
  expect(rows.map(({ key }) => key)).toEqual([
    'budget.granted',
    'budget.returned',
    'budget.set',
    'budget.topped_up',
  ]);
  const upgraded = await verifyLedger(older.db);
  expect(upgraded.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(upgraded).toMatchObject({ unsealed: 0 });

  expect(await core.app.budget.topUp(topUp)).toMatchObject({ value: { isRepeat: true } });
  expect(await core.app.budget.move(move)).toMatchObject({ ok: true, value: { isRepeat: true } });
  const { id: organizationId } = company.organization;
  const [ada, finn, priya] = await findByName(core, organizationId, [
    'Ada Stone',
    'Finn Adeyemi',
    'Priya Nair',
  ]);
  const decisions: Parameters<typeof core.app.approval.decide>[0][] = [
    { person: ada, approvalId: open.approvalId, decision: { kind: 'approve' } },
    { person: ada, approvalId: later.approvalId, decision: { kind: 'decline', reason: 'no' } },
  ];
  for (const giftId of [redeemed, waiting]) {
    const asked = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'twice' });
    if (!asked.ok) throw new Error(asked.refusal.kind);
    const { approvalId } = asked.value;
    decisions.push({ person: finn, approvalId, decision: { kind: 'approve' } });
  }
  for (const decision of decisions) {
    expect(await core.app.approval.decide(decision)).toMatchObject({ ok: true });
  }
  const proof = await verifyLedger(older.db);
  expect(proof.checks.filter(({ ok }) => !ok)).toEqual([]);
  // Two gifts are voided after the month that had paid them: their money moves on.
  expect(proof.entries).toBe(upgraded.entries + 4 + 2);

  await core.app.ledger.seal();
  const sealed = await verifyLedger(older.db);
  expect(sealed.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(sealed).toMatchObject({ unsealed: 0, seals: [{ number: 2 }] });
});

it('brings an older ledger up to date in which somebody forged an entry, and then finds it', async () => {
  const older = await createTestDatabase({ isEmpty: true });
  onTestFinished(older.drop);
  await migrateUpTo(older.db, '0014-plain-words');
  await sql`insert into organization (id, name, currency, time_zone) values (${randomUUID()}, 'Acme', 'USD', 'UTC')`.execute(
    older.db,
  );
  const forged = sql.raw(`
    with account as (
      insert into account (organization_id, id, kind, owner_id, currency)
      select id, gen_random_uuid(), kind, gen_random_uuid(), 'USD' from organization, unnest(array['breakage', 'wallet_gift']) kind
    )
    insert into entry (organization_id, id, kind, key, occurred_at)
    select id, gen_random_uuid(), 'checkout.captured', 'checkout.captured:' || gen_random_uuid(), now() from organization;
    insert into posting (organization_id, entry_id, account_id, currency, amount, balance_after)
    select e.organization_id, e.id, a.id, 'USD', amount, amount
      from entry e, account a, lateral (select case a.kind when 'breakage' then -5 else 5 end as amount) x`);
  await forged.execute(older.db);

  await migrate(older.db);

  const { checks } = await verifyLedger(older.db);
  const broken = checks.filter(({ ok }) => !ok).flatMap((check) => check.broken);
  expect(broken.join('\n')).toMatch(/is checkout\.captured, about nothing/u);
  expect(broken.join('\n')).toMatch(/^account \S+ is a breakage$/mu);
});

it('tells who was linked by address from whom HR named, as the activity log says', async () => {
  const older = await createTestDatabase({ isEmpty: true });
  onTestFinished(older.drop);
  await migrateUpTo(older.db, '0015-ledger-table');
  const [org, person] = [randomUUID(), randomUUID()];
  await sql
    .raw(`
    insert into organization (id, name, currency, time_zone) values ('${org}', 'Acme', 'USD', 'UTC');
    insert into department (organization_id, id, name, currency, time_zone)
    values ('${org}', '${org}', 'Design', 'USD', 'UTC');
    insert into person (organization_id, id, department_id, name, email, role)
    values ('${org}', '${person}', '${org}', 'Dana', 'dana@example.com', 'admin');
    insert into identity (organization_id, platform, user_id, person_id)
    select '${org}', 'slack', unnest(array['U1', 'U2', 'U3']), '${person}';
    insert into activity (organization_id, id, at, kind, subject_id, detail)
    select '${org}', gen_random_uuid(), now(), 'identity.linked', '${person}',
           jsonb_build_object('platform', 'slack', 'userId', user_id, 'by', by)
      from (values ('U2', 'email'), ('U3', 'role')) linked (user_id, by)`)
    .execute(older.db);

  await migrate(older.db);

  const identities = await older.db
    .selectFrom('identity')
    .select(['user_id as userId', 'linked_by as linkedBy'])
    .orderBy('user_id')
    .execute();
  expect(identities.map(({ linkedBy }) => linkedBy)).toEqual(['hr', 'address', 'role']);
});

it('keeps people and departments that look alike, finds one by what they share, and names the other', async () => {
  const older = await createTestDatabase({ isEmpty: true });
  onTestFinished(older.drop);
  await migrateUpTo(older.db, '0015-ledger-table');
  const organizationId = randomUUID();
  await sql`insert into organization (id, name, currency, time_zone) values (${organizationId}, 'Acme', 'EUR', 'UTC')`.execute(
    older.db,
  );
  await sql`
    insert into department (organization_id, id, name, currency, time_zone, created_at)
    select ${organizationId}::uuid, gen_random_uuid(), name, 'EUR', 'UTC', now() + at * interval '1 second'
      from unnest(array[${'Köln'}, ${'Ko\u0308ln'}]) with ordinality d (name, at)`.execute(older.db);
  await sql`
    insert into person (organization_id, id, department_id, name, email, role, created_at)
    select ${organizationId}::uuid, gen_random_uuid(), (select id from department order by created_at limit 1), name, email,
           'employee', now() + at * interval '1 second'
      from unnest(array['Zoe One', 'Zoe Two'], array['zoe@example.com', ${'zoe@example.com\u200B'}])
           with ordinality p (name, email, at)`.execute(older.db);

  await migrate(older.db);

  const clashes = await listClashes(older.db, organizationId);
  const [zoe] = await findPeople(older.db, organizationId, { by: 'email', email: 'ZOE@example.com' });
  expect(clashes.map(({ kind, name }) => [kind, name])).toEqual([
    ['department', 'Ko\u0308ln'],
    ['person', 'Zoe Two, zoe@example.com\u200B'],
  ]);
  expect(zoe?.name).toBe('Zoe One');
  const again = sql`
    insert into person (organization_id, id, department_id, name, email, role)
    select organization_id, gen_random_uuid(), department_id, 'Zoe Three', 'Zoe@example.com', 'employee'
      from person limit 1`.execute(older.db);
  await expect(again).rejects.toThrow('person_');
});

async function listEntries(db: Db) {
  const columns = ['id', 'kind', 'subject_type', 'subject_id'] as const;
  return db.selectFrom('entry').select(columns).orderBy('id').execute();
}

/** People by their names, which are given in the order of the alphabet. */
async function findByName({ db }: TestCore, organizationId: string, names: [string, string, string]) {
  const rows = await db
    .selectFrom('person')
    .select('id')
    .where('name', 'in', names)
    .orderBy('name')
    .execute();
  const people = await Promise.all(rows.map(({ id }) => getPerson(db, organizationId, id)));
  return people as [Person, Person, Person];
}
