import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { lockAccounts } from '#src/db/ledger/account.ts';
import type { AccountName } from '#src/domain/ledger/accounts.ts';
import { connect } from '#src/db/kit/connect.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { transactOn } from '#test/helpers/transact-on.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const pool = connect({ url: database.url, poolSize: 24, connectTimeoutMs: 60_000 }, core.log);
afterAll(async () => {
  await pool.destroy();
  await database.drop();
});

describe('accounts that many transactions open and lock at once', () => {
  it('are each opened once, and nobody waits in a circle', async () => {
    const { organization } = await makeCompany(core);
    const names = Array.from({ length: 60 }, (): AccountName => {
      return {
        organizationId: organization.id,
        kind: 'wallet_gift',
        ownerId: randomUUID(),
        period: '',
        currency: 'USD',
      };
    });

    const locked = await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const wanted = names
          .filter((_name, at) => at > index / 3 - 6 && at < index / 3 + 6)
          .toSorted(() => Math.random() - 0.5);
        return transactOn(pool, async (tx) => {
          return (await lockAccounts(tx, wanted, core.newId)).length === wanted.length;
        });
      }),
    );

    expect(locked).not.toContain(false);
  });
});
