import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type GivingRules, NO_RULES, type RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { type Company, makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let core: TestCore;
let company: Company;
beforeEach(async () => {
  core = makeCore(database.db);
  company = await makeCompany(core);
  await core.app.people.import(company.organization, [personRow('Ada Stone', 'Engineering', 'approver')]);
});

async function setRules(rules: RulesChanges) {
  const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules, actorId: null });
}

async function tryRules(
  rules: Partial<GivingRules>,
  names: readonly string[] = ['Engineering'],
  most = 5_000,
) {
  const departments = await Promise.all(names.map((name) => company.department(name)));
  const tried = departments.map(({ id: departmentId }) => ({
    departmentId,
    rules: { ...NO_RULES, ...rules },
  }));
  const operator = operatorOf(company.organization.id);
  return must(
    await core.app.queries.recognition.replayRules(operator, tried, { mostRequests: most }),
    'something to decide once more',
  );
}

/** Some of everything: gifts, undone ones, refused ones, one that waits and one that is declined, and money beside them. */
async function aBusyMonth() {
  await setRules({ approvalOverMinor: 10_000n, giftMaxMinor: 20_000n, allowanceMinor: { manager: 45_000n } });
  const kinds: string[] = [];
  async function give(recipient: string, amount: string) {
    const given = await company.give('morgan', recipient, amount);
    kinds.push(given.refusal?.kind ?? 'fine');
    core.clock.advance(1_000);
    return given;
  }
  await give('alice', '50');
  const undone = await give('bob', '60');
  await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId: undone.id } });
  await give('bob', '250');
  const declined = await give('alice', '150');
  const approval = await core.db
    .selectFrom('approval')
    .select('id')
    .where('subject_id', '=', declined.id)
    .executeTakeFirstOrThrow();
  await core.app.approval.decide({
    person: await company.person('ada'),
    approvalId: approval.id,
    decision: { kind: 'decline', reason: 'not now' },
    passedAt: core.clock.now(),
  });
  core.clock.advance(DAY_MS);
  await give('bob', '120');
  await give('alice', '100');
  await core.app.budget.topUp({
    id: core.newId(),
    department: await company.department('Engineering'),
    amountMinor: 4_000n,
    reason: 'launch',
    actorId: null,
  });
  await give('alice', '100');
  await give('alice', '90');
  await give('bob', '5');
  return kinds;
}

const SAME = { approvalOverMinor: 10_000n, giftMaxMinor: 20_000n, allowanceMinor: { manager: 45_000n } };

describe('the last period decided once more', () => {
  it('comes out as it did by the rules that it was decided by', async () => {
    const kinds = await aBusyMonth();
    const refused = kinds.filter((kind) => kind !== 'fine').length;
    const rows = await core.db
      .selectFrom('recognition')
      .select(['id', 'status'])
      .where('organization_id', '=', company.organization.id)
      .execute();

    const now = await tryRules(SAME);
    core.clock.advance(30 * DAY_MS);
    const later = await tryRules(SAME);

    expect(refused).toBeGreaterThan(1);
    expect(now).toMatchObject({ period: 'running', requests: rows.length, changed: [] });
    expect(later).toMatchObject({ period: 'last', requests: rows.length, changed: [], isCapped: false });
    expect(later.before).toEqual({ given: rows.length - refused - 2, asked: 2, refused });
    expect(later.after).toEqual(later.before);
  });

  it('says which requests a smaller limit refuses, and why', async () => {
    await aBusyMonth();

    const found = await tryRules({ ...SAME, giftMaxMinor: 9_500n });

    expect(found.reasons).toContainEqual({ kind: 'gift-too-large', count: 4 });
    const [newest, next] = found.changed;
    expect(newest).toMatchObject({
      recipients: ['Alice Ito'],
      amount: { amountMinor: 9_000n, currency: 'USD' },
      before: { kind: 'refused', refusal: { kind: 'over-allowance' } },
      after: { kind: 'given' },
    });
    expect(next).toMatchObject({
      giver: 'Morgan Reyes',
      recipients: ['Alice Ito'],
      amount: { amountMinor: 10_000n, currency: 'USD' },
      before: { kind: 'given' },
      after: { kind: 'refused', refusal: { kind: 'gift-too-large' } },
    });
  });

  it('says what an approver would have been asked, and what a larger allowance lets through', async () => {
    await aBusyMonth();

    const asked = await tryRules({ ...SAME, approvalOverMinor: 4_000n });
    const larger = await tryRules({ ...SAME, allowanceMinor: { manager: 100_000n } });

    expect(asked.after.asked).toBeGreaterThan(asked.before.asked);
    expect(larger.after.refused).toBeLessThanOrEqual(larger.before.refused);
  });

  it('counts what somebody got in the year, from other departments too', async () => {
    await company.give('dana', 'alice', '80');
    await company.give('morgan', 'alice', '50');

    const capped = await tryRules({ recipientYearMinor: 10_000n });
    const enough = await tryRules({ recipientYearMinor: 13_000n });

    expect(capped.reasons).toEqual([{ kind: 'over-cap', count: 1 }]);
    expect(enough.changed).toEqual([]);
  });

  it('takes the newest where there are too many, against what those before left', async () => {
    await aBusyMonth();

    const some = await tryRules(SAME, ['Engineering'], 4);

    expect(some).toMatchObject({ requests: 4, isCapped: true, changed: [] });
  });

  it('decides the requests of several departments together', async () => {
    await company.give('morgan', 'alice', '50');
    await company.give('dana', 'mallory', '30');

    const found = await tryRules({ giftMaxMinor: 4_000n }, ['Engineering', 'Design']);

    expect(found).toMatchObject({ requests: 2, before: { given: 2 }, after: { given: 1, refused: 1 } });
  });

  it('writes nothing', async () => {
    await aBusyMonth();
    const before = await database.db.selectFrom('entry').select('id').execute();

    await tryRules({ giftMaxMinor: 100n });

    expect(await database.db.selectFrom('entry').select('id').execute()).toHaveLength(before.length);
    expect(await company.left('Engineering')).toBeGreaterThan(0n);
  });
});
