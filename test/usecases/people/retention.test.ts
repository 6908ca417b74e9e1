import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany, type WalletCompany } from '#test/helpers/wallet-company.ts';

const DAY_MS = 86_400_000;
const database = await createTestDatabase();
afterAll(database.drop);
const core = makeCore(database.db);

let company: WalletCompany;
beforeAll(async () => {
  company = await makeWalletCompany(core);
  await company.gift('alice', '25');
});

async function messages(): Promise<string[]> {
  const rows = await database.db.selectFrom('recognition').select('message').orderBy('id').execute();
  return rows.map(({ message }) => message);
}

async function keepTexts(textDays: number | null): Promise<void> {
  const organizationId = company.organization.id;
  await core.app.people.setRetention({
    organizationId,
    textDays,
    reason: 'our privacy policy',
    actorId: null,
  });
}

describe('how long texts are kept', () => {
  it('is for ever until somebody says so', async () => {
    core.clock.advance(400 * DAY_MS);
    expect(await core.app.people.applyRetention()).toBe(0);
    expect(await messages()).toEqual(['for the launch']);
  });

  it('is looked at beforehand: what would go of one’s own company, and of no other', async () => {
    const other = await makeCompany(core);
    const asked = { textDays: 30, addressDays: null, now: core.clock.now() };
    const { previewRetention } = core.app.queries.people;

    const [own, foreign, none] = [
      await previewRetention(await company.person('zoe'), asked),
      await previewRetention(await other.person('priya'), asked),
      await previewRetention(await company.person('alice'), asked),
    ];

    expect(own?.texts).toBeGreaterThan(0);
    expect(foreign).toEqual({ texts: 0, addresses: 0 });
    expect(none).toBeUndefined();
  });

  it('takes what is older than so many days, to the day, and leaves what is younger', async () => {
    await company.setBudget('Engineering', 60_000n);
    await company.gift('bob', '10');
    await keepTexts(401);
    await core.app.people.applyRetention();
    expect(await messages()).toEqual(['for the launch', 'for the launch']);
    core.clock.advance(2 * DAY_MS);
    expect(await core.app.people.applyRetention()).toBeGreaterThan(0);
    expect(await messages()).toEqual(['(erased)', 'for the launch']);
  });

  it('keeps seals, sums and proofs, and says that it ran', async () => {
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
    const now = await core.app.queries.people.findRetention(await company.person('zoe'));
    expect(now).toMatchObject({ textDays: 401, addressDays: null, lastRun: { ranAt: core.clock.now() } });
  });

  it('is seen to once a day', async () => {
    await keepTexts(30);
    core.clock.advance(60_000);
    expect(await core.app.people.applyRetention()).toBe(0);
    core.clock.advance(40 * DAY_MS);
    expect(await core.app.people.applyRetention()).toBeGreaterThan(0);
    expect(await messages()).toEqual(['(erased)', '(erased)']);
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
