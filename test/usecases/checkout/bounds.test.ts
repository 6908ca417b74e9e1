import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addShop, asShop, buy, valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

/** What the database itself refuses, whoever writes: a checkout of 5.00 that was captured, of which 2.00 were refunded. */
const database = await createTestDatabase();
afterAll(database.drop);

beforeAll(async () => {
  const core = makeCore(database.db);
  const company = await makeWalletCompany(core);
  const shop = await addShop(core, company);
  const alice = await company.person('alice');
  await core.app.gift.redeem({ person: alice, giftId: await company.gift('alice', '10') });
  const { id } = valueOf(await buy(core, company, { shop, amountMinor: 500n }));
  await core.app.checkout.capture({ ...asShop(shop, id), requestId: 'ship' });
  await core.app.checkout.refund({ ...asShop(shop, id), requestId: '1', amountMinor: 200n });
});

describe('the database', () => {
  it.each([
    ['more refunded than captured', 'update tender set refunded_minor = 501', 'tender_in_bounds'],
    ['more captured than authorized', 'update tender set captured_minor = 501', undefined],
    ['less refunded', 'update tender set refunded_minor = 0', undefined],
    ['another amount', 'update tender set authorized_minor = 600', undefined],
    ['a captured checkout that is held again', `update checkout set status = 'authorized'`, undefined],
    ['a checkout that is gone', 'delete from checkout', undefined],
    ['a refund that is gone', 'delete from refund', undefined],
    ['a part that went elsewhere', `update given_back set way = 'payment'`, undefined],
    ['a marketplace of another currency', `update marketplace set currency = 'EUR'`, undefined],
  ])('refuses %s', async (_, statement, constraint) => {
    for (const who of [database.owner, database.db]) {
      const refused = await sql
        .raw(statement)
        .execute(who)
        .then(() => undefined)
        .catch((fault: { code: string; constraint?: string }) => fault);
      expect(refused?.code).toMatch(/^(23001|23514|42501)$/u);
      expect(constraint === undefined || refused?.constraint === constraint).toBe(true);
    }
  });
});
