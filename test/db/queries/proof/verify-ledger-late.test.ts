import { describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers } from './tampered-ledgers.ts';

/**
 * November’s money in December: 80 that were undone, of which 30 were carried and 50 went to funding, what was left of it
 * brought home, and 30 that Design overspent written off after December had paid for them.
 */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  core.clock.set('2026-11-30T23:59:00Z');
  const company = await makeCompanyWithApprovers(core);
  const [department, design] = [await company.department('Engineering'), await company.department('Design')];
  const setting = { amountMinor: 50_000n, carryCapMinor: 45_000n, actorId: null };
  await core.app.budget.set({ department, ...setting });
  await core.app.budget.set({ department: design, amountMinor: 10_000n, isSoft: true, actorId: null });
  const { id: recognitionId } = await company.give('morgan', 'alice', '80');
  await company.decide('finn', (await company.reserve('dana', 'mallory', '230')).approvalId);
  core.clock.set('2026-12-01T00:01:00Z');
  await company.give('dana', 'mallory', '1');
  await core.app.gift.undo({ person: await company.person('morgan'), of: { recognitionId } });
  await core.app.budget.set({ department, ...setting, carryCapMinor: 0n });
  core.clock.set('2027-01-01T00:01:00Z');
  await company.give('morgan', 'alice', '1');
  await core.app.budget.bringHome({ department, actorId: null });
  await core.app.budget.writeOff({ department: design, reason: 'agreed', actorId: null });
});

const MOVED_ON =
  'what moved on of a gift that came back is all of what came back to that budget, and stayed in its department';
const BROUGHT = 'everything that was brought home or written off is on record, with its amount';
const ON_RECORD =
  'everything that happened to a gift’s money is on record, with who did it, to whom and how much';

/** Moves 1 of what a posting of such an entry moved into another one, both of the same entry. */
function alter(kind: string, subjectType: string): string {
  return `
    update posting p set amount = p.amount + sign(p.amount) from entry e
     where e.id = p.entry_id and e.kind = '${kind}' and e.subject_type = '${subjectType}'`;
}

describe('what came back late', () => {
  it('is found in order', async () => {
    const { checks } = await verifyLedger(await ledgers.open());

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    ['more carried than came back', alter('budget.carried', 'gift'), MOVED_ON],
    ['more returned than came back', alter('budget.returned', 'gift'), MOVED_ON],
    [
      'what was carried to another department',
      `update posting p set account_id = (
         select id from account where kind = 'budget' and owner_id = (select id from department where name = 'Design') limit 1)
         from entry e where e.id = p.entry_id and e.kind = 'budget.carried' and e.subject_type = 'gift' and p.amount > 0`,
      MOVED_ON,
    ],
    [
      'money that moved on of a gift that never came back',
      `update entry set subject_id = (select id from gift where status <> 'voided' limit 1)
        where kind = 'budget.carried' and subject_type = 'gift'`,
      MOVED_ON,
    ],
    [
      'money that moved on without anybody who took the gift back',
      `delete from activity where kind = 'gift.undone'`,
      ON_RECORD,
    ],
    [
      'what was brought home without a record',
      `delete from activity where kind = 'budget.brought-home'`,
      BROUGHT,
    ],
    ['more brought home than is on record', alter('budget.returned', 'bring-home'), BROUGHT],
    ['a write-off without a record', `delete from activity where kind = 'budget.written-off'`, BROUGHT],
    ['a write-off of more than is on record', alter('budget.granted', 'write-off'), BROUGHT],
    [
      'a record of a write-off that never was',
      `update activity set detail = detail || '{"id": "${'0'.repeat(8)}"}' where kind = 'budget.written-off'`,
      BROUGHT,
    ],
    [
      'a write-off that is on record for another department',
      `update activity set detail = detail || jsonb_build_object('departmentId', (select id from department where name = 'Engineering'))
        where kind = 'budget.written-off'`,
      BROUGHT,
    ],
    [
      'a write-off that is on record for another day',
      `update activity set at = at - interval '1 day' where kind = 'budget.written-off'`,
      BROUGHT,
    ],
  ])('is missed where there is %s', async (_, statement, rule) => {
    expect(await ledgers.brokenBy(statement)).toContain(rule);
  });
});
