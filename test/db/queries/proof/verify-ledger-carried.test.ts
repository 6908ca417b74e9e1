import { describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

const OPENED = 'every period took over from the one before what its policy let it';
const LATE = 'what came back late was carried on only as far as the policy let it';

/**
 * Engineering carries up to 100 over, Design owes what it overspent. November left 450, of which December took 100. Then the cap was
 * lowered to 20, of which January took 20; and 5 that came back in January were carried on, once the cap was 30.
 */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  const [department, design] = [await company.department('Engineering'), await company.department('Design')];
  const setting = { amountMinor: 50_000n, actorId: null };
  await core.app.budget.set({ department, ...setting, carryCapMinor: 10_000n });
  await core.app.budget.set({ department: design, amountMinor: 10_000n, isSoft: true, actorId: null });
  await company.give('morgan', 'alice', '50');
  core.clock.set('2026-12-10T10:00:00Z');
  await company.give('dana', 'mallory', '30');
  await core.app.budget.set({ department, ...setting, carryCapMinor: 2_000n });
  core.clock.set('2026-12-31T23:59:30Z');
  const { id: recognitionId } = await company.give('morgan', 'alice', '5');
  core.clock.set('2027-01-01T00:00:10Z');
  await company.give('dana', 'mallory', '1');
  await company.give('morgan', 'alice', '1');
  core.clock.set('2027-01-01T00:02:00Z');
  await core.app.budget.set({ department, ...setting, carryCapMinor: 3_000n });
  core.clock.set('2027-01-01T00:04:00Z');
  await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId } });
});

/** What a rule tells after a statement has altered the ledger. */
async function toldAfter(rule: string, statement: string): Promise<string[]> {
  const db: Db = await ledgers.open();
  await tamper(db, statement);
  const { checks } = await verifyLedger(db);
  return must(
    checks.find(({ name }) => name === rule),
    rule,
  ).broken;
}

function account(department: string, period: string): string {
  return `(select id from account where kind = 'budget' and period = '${period}'
             and owner_id = (select id from department where name = '${department}'))`;
}

/** Adds to what was carried into a period when it opened, on both sides. */
function carriedMore(department: string, period: string, minor: number): string {
  return `update posting p set amount = p.amount + sign(p.amount) * ${minor},
                 balance_after = p.balance_after + sign(p.amount) * ${minor}
            from entry e where e.id = p.entry_id and e.kind = 'budget.carried' and e.subject_type = 'account'
             and e.subject_id = ${account(department, period)}`;
}

describe('what was carried from period to period', () => {
  it('is found in order', async () => {
    const { checks } = await verifyLedger(await ledgers.open());

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [
      'more than the cap',
      carriedMore('Engineering', '2026-12-01', 1),
      /carried 100.01 USD into 2026-12-01, should be 100.00 USD$/u,
    ],
    [
      'less than the cap',
      carriedMore('Engineering', '2026-12-01', -1),
      /carried 99.99 USD into 2026-12-01, should be 100.00 USD$/u,
    ],
    [
      'more than the cap as it stood then, and less than an earlier one',
      carriedMore('Engineering', '2027-01-01', 3_000),
      /carried 50.00 USD into 2027-01-01, should be 20.00 USD$/u,
    ],
    [
      'from another period than the one before',
      `update posting set account_id = ${account('Engineering', '2026-11-01')}
        where account_id = ${account('Engineering', '2026-12-01')} and amount < 0
          and entry_id in (select id from entry where kind = 'budget.carried' and subject_type = 'account')`,
      /carried 20.00 USD into 2027-01-01, should be from the period before$/u,
    ],
  ])('shows what took over %s', async (_what, statement, line) => {
    expect(await toldAfter(OPENED, statement)).toEqual([expect.stringMatching(line)]);
  });

  it('shows what was carried on late beyond the cap', async () => {
    const told = await toldAfter(
      LATE,
      `update budget_policy set carry_cap_minor = 2400 where carry_cap_minor = 3000`,
    );

    expect(told).toEqual([
      expect.stringMatching(
        /carried 5.00 USD on into 2027-01-01, which has then taken over 25.00 USD of at most 24.00 USD$/u,
      ),
    ]);
  });
});
