import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { createLedgers } from './tampered-ledgers.ts';

/** A small ledger with a gift that is redeemed, one that waits and a refusal. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core);
  const { gifts } = await company.give('morgan', 'alice', '25');
  await company.redeem('alice', await company.codeOf(gifts[0]?.giftId ?? '', 'alice'));
  await company.give('morgan', 'bob', '10');
  await company.give('morgan', 'bob', '100000');
});

describe('proving the ledger', () => {
  it('finds nothing in an honest one, and says how much it looked at', async () => {
    const db = await ledgers.open();

    const proof = await verifyLedger(db);

    expect(proof).toMatchObject({ ok: true, entries: 5, postings: 10, gifts: 2 });
    expect(proof.checks.length).toBeGreaterThan(8);
    expect(proof.checks.every(({ ok, broken }) => ok && broken.length === 0)).toBe(true);
  });

  it('says which row is wrong and how, with amounts as people read them', async () => {
    const larger = await ledgers.breaksOf(`update gift set amount_minor = 2050 where status = 'issued'`);
    const poorer = await ledgers.breaksOf(`update account set balance = -105 where kind = 'funding'`);

    const said = [...larger, ...poorer].flatMap(({ broken }) => broken).join('\n');
    const gift =
      /gift [0-9a-f-]{36} of 20\.50 USD is issued: entry [0-9a-f-]{36} moved 10\.00 USD to outstanding/u;
    expect(said).toMatch(gift);
    expect(said).toMatch(/\(funding\): balance -1\.05 USD, postings -700\.00 USD$/mu);
    expect(said).toMatch(/roll-up 35\.00 USD in 2, gifts 45\.50 USD in 2$/mu);
    expect(said).not.toContain('{');
  });

  it('holds for an empty database', async () => {
    const database = await createTestDatabase();
    onTestFinished(database.drop);

    expect(await verifyLedger(database.db)).toMatchObject({ ok: true, entries: 0, gifts: 0 });
  });

  it.each([
    [
      'a posting that was made larger',
      'update posting set amount = amount + 1 where amount = 2500 and balance_after = 2500',
      'every entry has postings that sum to zero in each currency',
    ],
    [
      'an entry whose postings are gone',
      `delete from posting using entry e where entry_id = e.id and e.kind = 'code.redeemed'`,
      'every entry has postings that sum to zero in each currency',
    ],
    [
      'a balance that was raised',
      `update account set balance = balance + 100 where kind = 'wallet_gift'`,
      'every balance equals the sum of its postings',
    ],
    [
      'a history that was rewritten',
      'update posting set balance_after = balance_after + 1 where id = (select min(id) from posting)',
      'every posting leads from the balance before it to the balance after it',
    ],
    [
      'a budget in the red',
      `alter table account drop constraint account_floor;
       update account set floor = balance + 1 where kind = 'budget'`,
      'no account is below its floor',
    ],
    [
      'a gift that was made larger',
      `update gift set amount_minor = amount_minor * 2 where status = 'issued'`,
      'every gift was issued by exactly one entry of its amount',
    ],
    [
      'a gift that nobody paid for',
      `delete from entry where kind = 'gift.issued' and key in (select 'gift.issued:' || id from gift where status = 'issued')`,
      'every gift was issued by exactly one entry of its amount',
    ],
    [
      'a gift that is marked redeemed without being paid in',
      `update gift set status = 'redeemed', redeemed_at = now() where status = 'issued'`,
      'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once',
    ],
    [
      'a redeemed gift that may be redeemed again',
      `update gift set status = 'delivered', redeemed_at = null where status = 'redeemed'`,
      'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once',
    ],
    [
      'money that went into somebody else’s wallet',
      `update account set owner_id = gen_random_uuid() where kind = 'wallet_gift'`,
      'every redeemed gift, and no other, was paid into its recipient’s wallet, or out for its card, once',
    ],
    [
      'an entry about a gift that is gone',
      `delete from gift where status = 'redeemed'`,
      'every entry about a gift belongs to a gift',
    ],
    [
      'a request whose gifts are gone',
      `delete from gift where status = 'redeemed'`,
      'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something',
    ],
    [
      'a refused request that got a gift',
      `update gift set recognition_id = (select id from recognition where status = 'refused') where status = 'issued'`,
      'every recognition that was issued or waits for an approval has gifts, and no other has any that came to something',
    ],
    [
      'a code that was kept after it was spent',
      `update code set sealed = '\\x01' where sealed is null`,
      'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there',
    ],
    [
      'a code that was bound to somebody else',
      `update code set bound_to = (select id from person where name = 'Mallory Quint') where sealed is not null`,
      'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there',
    ],
    [
      'a gift without a code',
      'delete from code where sealed is not null',
      'every gift has one code for its recipient and one delivery, and a code that still opens only while its value is there',
    ],
    [
      'a roll-up that says less than was given',
      'update spend_daily set amount_minor = amount_minor - 1',
      'the daily roll-up equals the gifts',
    ],
    ['a roll-up that lost a day', 'delete from spend_daily', 'the daily roll-up equals the gifts'],
    [
      'a department’s roll-up that says more than its givers gave',
      'update department_spend_daily set gifts = gifts + 1',
      'the departments’ roll-up equals the daily roll-up',
    ],
    [
      'a department’s roll-up that lost a day',
      'delete from department_spend_daily',
      'the departments’ roll-up equals the daily roll-up',
    ],
  ])('finds %s', async (_, statement, rule) => {
    expect(await ledgers.brokenBy(statement)).toContain(rule);
  });
});
