import { afterAll, describe, expect, it } from 'vitest';
import { type GivingRules, NO_RULES } from '#src/domain/giving-rules.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  return { core, company: await makeCompany(core) };
}

/** Sets rules for every department that gives in dollars. */
async function rule(core: TestCore, { organization }: Company, rules: Partial<GivingRules>): Promise<void> {
  const scope = { organizationId: organization.id, departmentId: null, currency: 'USD' };
  await core.app.setGivingRules({ scope, rules: { ...NO_RULES, ...rules }, actorId: null });
}

describe('a yearly cap', () => {
  it('counts what every department gives, and what was given before there was a cap', async () => {
    const { core, company } = await start();
    await company.give('morgan', 'bob', '30');
    await rule(core, company, { recipientYearMinor: 10_000n });

    const { refusal: none } = await company.give('dana', 'bob', '60');
    const { refusal } = await company.give('morgan', 'bob', '10.01');

    expect(none).toBeNull();
    expect(refusal).toMatchObject({ kind: 'over-cap', left: { amountMinor: '1000' }, year: '2026' });
  });

  it('is never passed by many who give at once', async () => {
    const { core, company } = await start();
    await rule(core, company, { recipientYearMinor: 10_000n });

    const given = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        company.give(index % 2 === 0 ? 'morgan' : 'dana', 'bob', '20'),
      ),
    );

    expect(given.filter(({ refusal }) => refusal === null)).toHaveLength(5);
  });
});

describe('an allowance', () => {
  it('is free again for what was taken back', async () => {
    const { core, company } = await start();
    await rule(core, company, { allowanceMinor: { manager: 5_000n } });
    const { id } = await company.give('morgan', 'alice', '40');
    const { refusal } = await company.give('morgan', 'bob', '20');

    await core.app.undoGifts({ person: await company.person('morgan'), of: { recognitionId: id } });

    expect(refusal).toMatchObject({ kind: 'over-allowance', left: { amountMinor: '1000' } });
    expect((await company.give('morgan', 'bob', '50')).refusal).toBeNull();
  });
});
