import { describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseAnswer, leaseDelivery, recordAnswer, recordDelivery } from '#test/helpers/sendings.ts';
import { createLedgers } from './tampered-ledgers.ts';

/** A gift that was delivered and redeemed, one that was delivered, one on its way, a refusal and an open request. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  const redeemed = await company.give('morgan', 'alice', '25', { replyTo: 'answered' });
  const delivered = await company.give('morgan', 'bob', '10');
  for (const { gifts } of [redeemed, delivered]) {
    const lease = await leaseDelivery(core.app, gifts[0]?.giftId ?? '');
    if (lease.kind !== 'send') throw new Error('nothing to deliver');
    await recordDelivery(core.app, lease.toSend, { status: 'sent', messageId: 'M1' });
  }
  const answer = await leaseAnswer(core.app, redeemed.id);
  if (answer.kind !== 'send') throw new Error('nothing to answer');
  await recordAnswer(core.app, answer.toSend, { status: 'sent', messageId: 'M2' });
  await company.redeem('alice', await company.codeOf(redeemed.gifts[0]?.giftId ?? '', 'alice'));
  await company.give('morgan', 'bob', '5', { replyTo: 'not yet answered' });
  await company.give('morgan', 'bob', '100000');
  await company.ask('morgan', 'bob', '1');
});

describe('the states of requests, gifts and deliveries', () => {
  it('are found in order on the whole way of a gift', async () => {
    const { ok, checks } = await verifyLedger(await ledgers.open());

    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(ok).toBe(true);
  });

  it.each([
    [
      'a decided request that says not when',
      `update recognition set decided_at = null where status = 'issued'`,
      'every decided recognition says when, and why or by whom',
      /^recognition [0-9a-f-]{36} is issued$/u,
    ],
    [
      'an open request that was decided',
      `update recognition set decided_at = now() where status = 'queued'`,
      'every decided recognition says when, and why or by whom',
      /^recognition [0-9a-f-]{36} is queued$/u,
    ],
    [
      'a gift that nobody gave',
      `update recognition set giver_id = null where status = 'issued'`,
      'every decided recognition says when, and why or by whom',
      /is issued$/u,
    ],
    [
      'a refusal without a reason',
      `alter table recognition drop constraint recognition_check;
       update recognition set refusal = null where status = 'refused'`,
      'every decided recognition says when, and why or by whom',
      /is refused$/u,
    ],
    [
      'an answer that was sent and could be sent again',
      `update recognition set reply_to = 'token' where answer_status = 'sent'`,
      'every giver who can be answered still is to be, and nobody else',
      /its answer is sent$/u,
    ],
    [
      'an answer that nobody can send',
      `update recognition set reply_to = null where answer_status = 'due'`,
      'every giver who can be answered still is to be, and nobody else',
      /its answer is due$/u,
    ],
    [
      'a gift that is older than its entry',
      `update gift set created_at = created_at - interval '1 year' where status = 'delivered'`,
      'every gift’s dates are those of its entries',
      /^gift [0-9a-f-]{36} is delivered: it was given at another time than its entry/u,
    ],
    [
      'a redemption at another time than its entry',
      `update gift set redeemed_at = redeemed_at + interval '1 second' where status = 'redeemed'`,
      'every gift’s dates are those of its entries',
      /is redeemed: it was redeemed at another time than its entry$/u,
    ],
    [
      'an entry that was dated back',
      `update entry set occurred_at = occurred_at - interval '31 days' where kind = 'code.redeemed'`,
      'every gift’s dates are those of its entries',
      /is redeemed: it was redeemed at another time than its entry$/u,
    ],
    [
      'a delivered gift whose message never left',
      `update delivery set status = 'failed', sent_at = null, message_id = null
         from gift g where g.id = gift_id and g.status = 'delivered'`,
      'every gift is delivered when its message was sent, and not before',
      /is delivered, its delivery failed$/u,
    ],
    [
      'a message that left and delivered nothing',
      `update gift set status = 'issued' where status = 'delivered'`,
      'every gift is delivered when its message was sent, and not before',
      /is issued, its delivery sent$/u,
    ],
    [
      'a message that was sent at no time',
      `update delivery set sent_at = null where status = 'sent'`,
      'every sent delivery, and no other, says when it was sent, over what and as what',
      /^delivery of gift [0-9a-f-]{36} is sent$/u,
    ],
    [
      'a message that was sent and is still due',
      `update delivery set sent_at = now() where status = 'due'`,
      'every sent delivery, and no other, says when it was sent, over what and as what',
      /is due$/u,
    ],
    [
      'a redemption out of a budget',
      `update account set kind = 'budget', period = 'x' where kind = 'outstanding'`,
      'every entry moves money only between accounts that its kind may touch',
      /^entry [0-9a-f-]{36} \((gift\.issued|code\.redeemed):[0-9a-f-]{36}\): budget -?\d+\.\d\d USD$/u,
    ],
    [
      'a posting to an account that is gone',
      `delete from account where kind = 'wallet_gift'`,
      'every posting belongs to an entry, and to an account in its currency',
      /^posting \d+ of entry [0-9a-f-]{36}$/u,
    ],
    [
      'a posting whose entry is gone',
      `delete from entry where kind = 'budget.granted'`,
      'every posting belongs to an entry, and to an account in its currency',
      /^posting \d+ of entry [0-9a-f-]{36}$/u,
    ],
    [
      'an account in another currency than its postings',
      `update account set currency = 'EUR' where kind = 'wallet_gift'`,
      'every posting belongs to an entry, and to an account in its currency',
      /^posting \d+ of entry/u,
    ],
  ])('show %s', async (_, statement, rule, row) => {
    const broken = await ledgers.breaksOf(statement);

    const rows = broken.find(({ name }) => name === rule)?.broken ?? [];
    expect(rows[0]).toMatch(row);
  });
});
