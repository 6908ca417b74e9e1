import { describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers } from './tampered-ledgers.ts';

/**
 * Gifts that were redeemed, given out of two budgets, approved, declined, taken back for the organization and still waiting;
 * funds that were approved, and a move between the budgets.
 */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompanyWithApprovers(core);
  const redeemed = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(redeemed.gifts[0]?.giftId ?? '', 'alice'));
  core.clock.advance(3_600_000);
  await company.give('morgan', 'bob', '10');
  await company.give('dana', 'bob', '11');
  await company.decide('ada', (await company.reserve('morgan', 'alice', '120')).approvalId);
  await company.decide('ada', (await company.reserve('morgan', 'alice', '130')).approvalId, 'too much');
  await company.reserve('morgan', 'bob', '101');
  const { gifts } = await company.give('morgan', 'bob', '5');
  const order = {
    person: await company.person('priya'),
    giftId: gifts[0]?.giftId ?? '',
    reason: 'given twice',
  };
  const void_ = await core.app.approval.requestVoid(order);
  await company.decide('finn', void_.ok ? void_.value.approvalId : '');
  const { id: recognitionId } = await company.give('dana', 'bob', '300');
  const funds = await core.app.approval.requestFunds({ person: await company.person('dana'), recognitionId });
  await company.decide('finn', funds.ok ? funds.value.id : '');
  const [from, to] = [await company.department('Engineering'), await company.department('Design')];
  await core.app.budget.move({ id: core.newId(), from, to, amountMinor: 100n, reason: '', actorId: null });
});

const TEN = '(select id from gift where amount_minor = 1000)';
const MALLORY = `(select id from person where name = 'Mallory Quint')`;

const ON_RECORD =
  'everything that happened to a gift’s money is on record, with who did it, to whom and how much';
const WHERE_IT_IS = 'every request whose money was put aside has one approval, which is where it is';
const SECOND_PERSON = 'every gift that was taken back for the organization had a second person’s approval';
const ABOUT_GIFTS = 'every approval of a gift is about its gifts, for others than who decides';
const FUNDS = 'funds that were approved, and no others, topped a budget up once';
const DECIDED = 'every decision is on record, with who took it';
const SET = 'everything that was set is on record as it was set';
const MOVED = 'every move between budgets and every top-up is on record';
const FLOORS =
  'what is kept for departments and people may not go below zero, but budgets of departments that had a soft one';
const PAID = 'every gift was paid by its department, out of the budget of its period';
const CALLED = 'every entry is called by its kind, and what it funds by its account';

describe('decisions, settings and the record of what happened', () => {
  it('are found in order', async () => {
    const { checks } = await verifyLedger(await ledgers.open());

    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [
      'a gift that was turned to somebody else, with its code',
      `update gift set recipient_id = ${MALLORY} where id = ${TEN};
       update code set bound_to = ${MALLORY} where gift_id = ${TEN}`,
      ON_RECORD,
    ],
    [
      'a record of another amount',
      `update activity set detail = detail || '{"amountMinor": "1"}' where gift_id = ${TEN}`,
      ON_RECORD,
    ],
    [
      'a record of another giver',
      `update activity set actor_id = subject_id where gift_id = ${TEN}`,
      ON_RECORD,
    ],
    ['a record that is gone', `delete from activity where kind = 'code.redeemed'`, ON_RECORD],
    [
      'a record of another day',
      `update activity set at = at - interval '1 day' where gift_id = ${TEN}`,
      ON_RECORD,
    ],
    ['an approval that is gone', `delete from approval where status = 'open'`, WHERE_IT_IS],
    [
      'a decline that was made a yes',
      `update approval set status = 'approved' where kind = 'gift' and status = 'declined'`,
      WHERE_IT_IS,
    ],
    [
      'an approval of another amount',
      `update approval set amount_minor = amount_minor + 1 where status = 'open'`,
      ABOUT_GIFTS,
    ],
    [
      'an approval that its recipient may decide',
      `update approval set excluded = '{}' where status = 'open'`,
      ABOUT_GIFTS,
    ],
    [
      'an approval that its recipient decided',
      `alter table approval drop constraint approval_by_another;
       update approval set decided_by = excluded[1] where kind = 'gift' and status = 'approved'`,
      'nobody has decided about what they asked for or would get',
    ],
    [
      'an approval of another time',
      `update approval set decided_at = decided_at - interval '1 day' where kind = 'gift' and status = 'declined'`,
      'every gift was issued or released when its approval was decided',
    ],
    [
      'a decision that somebody else took',
      `update approval set decided_by = (select id from person where name = 'Ben Cho')
        where kind = 'gift' and status = 'approved'`,
      DECIDED,
    ],
    ['a decision that is not on record', `delete from activity where kind = 'approval.decided'`, DECIDED],
    [
      'funds of another amount',
      `update approval set amount_minor = amount_minor + 1 where kind = 'funds'`,
      FUNDS,
    ],
    ['funds that nobody approved', `update approval set status = 'declined' where kind = 'funds'`, FUNDS],
    ['a void that nobody approved', `delete from approval where kind = 'void'`, SECOND_PERSON],
    [
      'a void that somebody else asked for',
      `update gift set voided_by = ${MALLORY} where amount_minor = 500`,
      SECOND_PERSON,
    ],
    ['a budget that was set otherwise', 'update budget_policy set amount_minor = amount_minor * 2', SET],
    ['a budget that was made soft', 'update budget_policy set is_soft = true', SET],
    ['a budget that nobody set', `delete from activity where kind = 'budget.set'`, SET],
    ['rules that are gone', 'delete from giving_policy', SET],
    ['a move that is not on record', `delete from activity where kind = 'budget.moved'`, MOVED],
    ['a top-up that is not on record', `delete from activity where kind = 'budget.topped-up'`, MOVED],
    ['a wallet that may be overdrawn', `update account set floor = null where kind = 'wallet_gift'`, FLOORS],
    ['a hard budget that may be overdrawn', `update account set floor = null where kind = 'budget'`, FLOORS],
    [
      'budgets whose owners were swapped',
      `alter table account drop constraint account_organization_id_kind_owner_id_period_currency_key;
       update account a set owner_id = b.owner_id from account b
        where a.kind = 'budget' and b.kind = 'budget' and a.period = b.period and a.owner_id <> b.owner_id`,
      PAID,
    ],
    ['a gift of another period', `update gift set period = '2026-10-01' where id = ${TEN}`, PAID],
    [
      'a move that is called a carry-over',
      `update entry set kind = 'budget.carried' where kind = 'budget.moved'`,
      CALLED,
    ],
    [
      'a request of another giver',
      `update recognition set giver_id = ${MALLORY} where id = (select recognition_id from gift where id = ${TEN})`,
      'every request was decided for the giver and the department of its gifts',
    ],
    [
      'a roll-up of another occasion',
      `update spend_daily set occasion = 'x'`,
      'the daily roll-up equals the gifts',
    ],
    [
      'a code that anybody may redeem',
      `update code set bound_to = null where gift_id = ${TEN}`,
      'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there',
    ],
  ])('show %s', async (_, statement, rule) => {
    const broken = await ledgers.breaksOf(statement);

    expect(broken.find(({ name }) => name === rule)?.broken[0]).toMatch(/[0-9a-f]{8}-/u);
  });
});
