import { sql } from 'kysely';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Db } from '#src/db/kit/schema.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { keepPairs } from '#src/web/pages/overview/keep-pairs.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company in which Morgan has given Alice two gifts. */
async function openPairs(db: Db = database.db) {
  const core = makeCore(db);
  const company = await makeCompany(core);
  async function give(): Promise<void> {
    await company.give('morgan', 'alice', '1');
  }
  /** How many gifts somebody sees between the two. */
  async function look(userId = 'priya'): Promise<number | undefined> {
    const [pair] = await keepPairs(core, await company.person(userId));
    return pair?.gifts;
  }
  await give();
  await give();
  return { core, company, give, look };
}

function giftsOf(recipientId: string) {
  return database.db.selectFrom('gift').select('id').where('recipient_id', '=', recipientId).execute();
}

describe('pairs of givers and recipients on the overview', () => {
  it('are read once for all who look within a minute', async () => {
    const { give, look } = await openPairs();
    await look();
    await give();

    expect(await look()).toBe(2);
  });

  it('are those of before for who looks later, and newer ones for the next', async () => {
    const { core, give, look } = await openPairs();
    await look();
    await give();
    core.clock.advance(2 * MINUTE_MS);

    expect(await look()).toBe(2);
    await expect.poll(() => look()).toBe(3);
  });

  it('are waited for where nobody looked for a quarter of an hour', async () => {
    const { core, give, look } = await openPairs();
    await look();
    await give();
    core.clock.advance(15 * MINUTE_MS);

    expect(await look()).toBe(3);
  });

  it('are read by the next one again where reading newer ones failed', async () => {
    const own = await createTestDatabase();
    const { core, company } = await openPairs(own.db);
    const priya = await company.person('priya');
    await keepPairs(core, priya);
    core.clock.advance(2 * MINUTE_MS);
    await sql`alter table gift rename to gone`.execute(own.owner);
    onTestFinished(own.drop);

    expect(await keepPairs(core, priya)).toHaveLength(1);
    await expect.poll(() => keepPairs(core, priya).catch(() => 'not there')).toBe('not there');
  });

  it('never show the name of somebody who was erased since, by this process or another', async () => {
    const { core, company } = await openPairs();
    const other = makeCore(database.db);
    const [priya, { id: personId }] = [await company.person('priya'), await company.person('alice')];
    async function names(from: typeof core): Promise<string[]> {
      return (await keepPairs(from, priya)).map(({ recipient }) => recipient.name);
    }
    const before = [await names(core), await names(other)];
    for (const { id: giftId } of await giftsOf(personId))
      await core.app.gift.undo({ person: await company.person('morgan'), of: { giftId } });

    const erased = await core.app.people.erase(company.organization, { personId, actorId: null });

    expect(before).toEqual([['Alice Ito'], ['Alice Ito']]);
    expect(erased).toMatchObject({ ok: true });
    expect([await names(core), await names(other)].flat()).not.toContain('Alice Ito');
  });

  it('are shown to nobody who does not see everybody’s gifts', async () => {
    const { look } = await openPairs();
    await look();

    expect(await look('morgan')).toBeUndefined();
  });

  it('are those of one’s own company, where one process keeps those of several', async () => {
    const { core, look } = await openPairs();
    await look();
    const other = await makeCompany(core);

    expect(await keepPairs(core, await other.person('priya'))).toEqual([]);
  });
});
