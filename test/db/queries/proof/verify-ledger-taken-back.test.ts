import { describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers } from './tampered-ledgers.ts';

/** A gift that was undone, one that was paid back out of a wallet, one that waits for an approver, and one on its way. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  await core.app.people.import(company.organization, [personRow('Finn Adeyemi', 'People', 'finance')]);
  const [morgan, priya, finn] = await Promise.all(['morgan', 'priya', 'finn'].map(company.person));
  if (!morgan || !priya || !finn) throw new Error('somebody is missing');
  const scope = { organizationId: company.organization.id, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: { ...NO_RULES, approvalOverMinor: 5_000n }, actorId: null });

  const undone = await company.give('morgan', 'alice', '25');
  await core.app.gift.undo({ person: morgan, of: { recognitionId: undone.id } });
  const { gifts } = await company.give('morgan', 'bob', '20');
  const giftId = gifts[0]?.giftId ?? '';
  await company.redeem('bob', await company.codeOf(giftId, 'bob'));
  const asked = await core.app.approval.requestVoid({ person: priya, giftId, reason: 'given twice' });
  if (!asked.ok) throw new Error(asked.refusal.kind);
  const { approvalId } = asked.value;
  await core.app.approval.decide({ person: finn, approvalId, decision: { kind: 'approve' } });
  await company.give('morgan', 'alice', '60');
  await company.give('morgan', 'bob', '5');
});

describe('gifts that were taken back, and gifts that wait', () => {
  it('are found in order', async () => {
    const { checks } = await verifyLedger(await ledgers.open());

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [
      'a voided gift whose money never came back',
      `delete from posting using entry e where entry_id = e.id and e.kind = 'code.voided';
       delete from entry where kind = 'code.voided'`,
      'every voided gift, and no other, gave its whole amount back once',
    ],
    [
      'money that came back of a gift that can still be redeemed',
      `update gift set status = 'issued', voided_at = null where status = 'voided'`,
      'every voided gift, and no other, gave its whole amount back once',
    ],
    [
      'a gift that says another time than its entry',
      `update gift set voided_at = now() where status = 'voided'`,
      'every gift’s dates are those of its entries',
    ],
    [
      'money that came back to a budget that had not paid',
      `update posting set account_id = (select a.id from account a join department d on d.id = a.owner_id
                                         where a.kind = 'budget' and d.name = 'Design')
         from entry e where entry_id = e.id and e.kind = 'code.voided' and amount > 0`,
      'what came back of a gift went to the accounts that paid for it',
    ],
    [
      'a gift that was taken back from a wallet that never got it',
      `update gift set recipient_id = giver_id where status = 'redeemed'`,
      'every gift that was taken back from a wallet was redeemed into it',
    ],
    [
      'a gift that waits without its money',
      `delete from posting using entry e where entry_id = e.id and e.kind = 'gift.reserved';
       delete from entry where kind = 'gift.reserved'`,
      'every gift that waits for an approver has its money put aside',
    ],
    [
      'money that is outstanding for nothing',
      `update account set balance = balance + 1 where kind = 'outstanding'`,
      'what departments have put aside and outstanding is what their gifts wait for',
    ],
    [
      'a roll-up that counts what was taken back',
      `update spend_daily set amount_minor = amount_minor + 2000, gifts = gifts + 1`,
      'the daily roll-up equals the gifts',
    ],
  ])('are missed where there is %s', async (_, statement, rule) => {
    expect(await ledgers.brokenBy(statement)).toContain(rule);
  });
});
