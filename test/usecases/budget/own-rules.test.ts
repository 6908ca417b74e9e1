import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import type { RulesChanges } from '#src/domain/budget/giving-rules.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const organizationId = company.organization.id;
  const { id: engineeringId } = await company.department('Engineering');
  const operator = { organizationId, operator: 'test' };
  async function set(departmentId: string | null, rules: RulesChanges | 'cleared') {
    const scope = { organizationId, departmentId, currency: 'USD' };
    return core.app.budget.setRules({ scope, rules, actorId: null });
  }
  async function rulesOf(departmentId: string | null) {
    const found = await core.app.queries.budget.getRules(operator, { departmentId, currency: 'USD' });
    if (!found.ok) throw new Error('the operator sees all rules');
    return found.value;
  }
  return { core, company, engineeringId, set, rulesOf };
}

describe('a department’s own rules', () => {
  it('are only what differs: it follows its organization in the rest, also in what is set later', async () => {
    const { company, engineeringId, set, rulesOf } = await start();
    await set(null, { giftMaxMinor: 10_000n, undoMinutes: 5 });
    await set(engineeringId, { giftMaxMinor: 5_000n });

    await set(null, { undoMinutes: 30, allowanceMinor: { manager: 8_000n } });

    expect(await rulesOf(engineeringId)).toEqual({
      rules: expect.objectContaining({
        giftMaxMinor: 5_000n,
        undoMinutes: 30,
        allowanceMinor: { manager: 8_000n },
      }),
      own: { giftMaxMinor: 5_000n },
    });
    expect((await company.give('morgan', 'alice', '50.01')).refusal).toMatchObject({
      kind: 'gift-too-large',
    });
    expect((await company.give('morgan', 'alice', '50')).refusal).toBeNull();
    expect((await company.give('morgan', 'bob', '40')).refusal).toMatchObject({ kind: 'over-allowance' });
  });

  it('may lift a limit of the organization, one role’s allowance included', async () => {
    const { engineeringId, set, rulesOf } = await start();
    await set(null, { giftMaxMinor: 100n, allowanceMinor: { manager: 1n, hr: 2n } });

    await set(engineeringId, { giftMaxMinor: null, allowanceMinor: { manager: null } });

    const { rules } = await rulesOf(engineeringId);
    expect(rules.giftMaxMinor).toBeUndefined();
    expect(rules.allowanceMinor).toEqual({ hr: 2n });
  });

  it('are gone once cleared', async () => {
    const { engineeringId, set, rulesOf } = await start();
    await set(null, { giftMaxMinor: 10_000n });
    await set(engineeringId, { giftMaxMinor: 5_000n, guests: 'refused' });

    await set(engineeringId, 'cleared');

    expect(await rulesOf(engineeringId)).toEqual({
      rules: expect.objectContaining({ giftMaxMinor: 10_000n, guests: 'allowed' }),
      own: undefined,
    });
  });

  it('stand on their own where they were set as a whole, as before', async () => {
    const { engineeringId, set, rulesOf } = await start();
    await set(engineeringId, { giftMaxMinor: 5_000n });
    await transactOn(database.owner, (tx) =>
      tx
        .updateTable('giving_policy')
        .set({ differences: null })
        .where('department_id', '=', engineeringId)
        .execute(),
    );
    await set(null, { giftMaxMinor: 100n, recipientYearMinor: 1n });

    const { rules } = await rulesOf(engineeringId);
    await set(null, { allowanceMinor: { manager: 1n } });
    await set(engineeringId, { undoMinutes: 9 });
    const { rules: changed } = await rulesOf(engineeringId);

    expect(rules.giftMaxMinor).toBe(5_000n);
    expect(rules.recipientYearMinor).toBeUndefined();
    expect(changed).toEqual({ ...rules, undoMinutes: 9 });
  });

  it('are on record with what held before', async () => {
    const { core, engineeringId, set } = await start();
    await set(engineeringId, { undoMinutes: 9 });

    const { detail } = await core.db
      .selectFrom('activity')
      .select('detail')
      .where('kind', '=', 'policy.set')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();

    expect(detail).toMatchObject({
      before: { undoMinutes: 5 },
      rules: { undoMinutes: 9 },
      differences: { undoMinutes: 9 },
    });
  });
});

describe('rules that contradict each other', () => {
  it.each([
    ['a smallest gift above the largest', { giftMinMinor: 200n, giftMaxMinor: 100n }, 'no-gift-fits'],
    ['a reminder after the end', { remindHours: 80 }, 'nobody-is-reminded'],
    ['an end before the reminder', { approvalHours: 10 }, 'nobody-is-reminded'],
  ])('are refused, and nothing is set: %s', async (_, rules, kind) => {
    const { engineeringId, set, rulesOf } = await start();
    const before = await rulesOf(null);

    expect(await set(null, rules)).toMatchObject({ ok: false, refusal: { kind, whose: 'all' } });
    expect(await set(engineeringId, rules)).toMatchObject({
      ok: false,
      refusal: { kind, whose: 'one', department: 'Engineering' },
    });
    expect(await rulesOf(null)).toEqual(before);
  });

  it('are refused also when only a department’s own rules make them so', async () => {
    const { engineeringId, set } = await start();
    await set(engineeringId, { giftMinMinor: 5_000n });

    expect(await set(null, { giftMaxMinor: 1_000n })).toMatchObject({
      ok: false,
      refusal: { kind: 'no-gift-fits', department: 'Engineering' },
    });
  });
});
