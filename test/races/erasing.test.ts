import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const core = makeCore(database.db);

const ROUNDS = 6;

/** Gifts that are open, and money that is left, of people who were erased. */
async function listLost(): Promise<unknown[]> {
  const { rows } = await sql`
    select g.id from gift g join erased_person e on e.person_id = g.recipient_id and g.status in ('reserved', 'issued', 'delivered')
     union all
    select a.id from account a join erased_person e on e.person_id = a.owner_id and a.balance <> 0`.execute(
    database.owner,
  );
  return rows;
}

describe('erasing somebody beside', () => {
  it('a gift to them leaves nothing that nobody can claim', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const company = await makeWalletCompany(core);
      const { id } = await company.ask('morgan', 'bob', '10');
      const { id: personId } = await company.person('bob');
      await Promise.allSettled([
        core.app.recognition.issue([id]),
        core.app.people.erase(company.organization, { personId, actorId: null }),
      ]);
    }
    expect(await listLost()).toEqual([]);
    expect((await verifyLedger(database.db)).ok).toBe(true);
  });

  it('redeeming leaves no money that nobody can spend', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const company = await makeWalletCompany(core);
      const giftId = await company.gift('bob', '10');
      const bob = await company.person('bob');
      await Promise.allSettled([
        core.app.gift.redeem({ person: bob, giftId }),
        core.app.people.erase(company.organization, { personId: bob.id, actorId: null }),
      ]);
    }
    expect(await listLost()).toEqual([]);
  });

  it('itself does it once', async () => {
    const company = await makeWalletCompany(core);
    const { id: personId } = await company.person('bob');
    const all = await Promise.all(
      [1, 2, 3].map(() => core.app.people.erase(company.organization, { personId, actorId: null })),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter((one) => !one.ok && one.refusal.kind === 'person-erased')).toHaveLength(2);
  });

  it('a fault on the way leaves everything as it was', async () => {
    const erasedList = { add: () => Promise.reject(new Error('the disk is full')) };
    const broken = makeCore(database.db, { erasedList });
    const company = await makeWalletCompany(core);
    const { id: personId } = await company.person('bob');
    await expect(broken.app.people.erase(company.organization, { personId, actorId: null })).rejects.toThrow(
      'the disk is full',
    );
    expect(await company.person('bob')).toMatchObject({ name: 'Bob Olsen', isDeactivated: false });
  });
});
