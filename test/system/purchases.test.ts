import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { openQueue, type OpenQueue } from '#jobs/queue.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { providerKeyOf } from '#src/domain/reward/provider-key.ts';
import { keysToText } from '#src/kit/key-ring.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import { makeCore, type TestCore } from '#test/helpers/make-core.ts';
import { type LargesseProcess, runLargesse } from '#test/helpers/run-largesse.ts';
import { silentLog as log } from '#test/helpers/silent-log.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { until } from '#test/helpers/until.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany, type WalletCompany } from '#test/helpers/wallet-company.ts';
import { AMAZON, type AmazonServer, startAmazonServer } from '#test/servers/rewards/amazon.ts';

/**
 * How often the process is killed while it buys. To kill it more often, or at the moments of a run before:
 *
 *     KILLS=50 npx vitest run --config test/vitest.config.ts test/system/purchases.test.ts
 *     KILL_SEED=485264627 npx vitest run --config test/vitest.config.ts test/system/purchases.test.ts
 */
const { KILLS: kills = '2', KILL_SEED: seed = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;
const TIMEOUT_MS = 60_000 + Number(kills) * 30_000;

const PRICE = 700n;
/** So many orders and so many gifts are bought at once, of which some get no answer. */
const EACH = 4;
/** What the orders of one kill cost, as a giver types it. */
const FUNDS = '28';
const MOST_SILENT = 3;
/** A card is bought within this time, or not before the next one is asked for. */
const MOMENT_MS = 150;

const random = randomOf(Number(seed));

describe('a process that is killed between its call to a provider and the answer', {
  timeout: TIMEOUT_MS,
}, () => {
  let database: TestDatabase;
  let queue: OpenQueue;
  let amazon: AmazonServer;
  let core: TestCore;
  let company: WalletCompany;
  let itemId: string;
  let worker: LargesseProcess;
  let isSilent = false;
  let orders = 0;

  beforeAll(async () => {
    const clock = { now: () => new Date() };
    database = await createTestDatabase();
    amazon = await startAmazonServer({ clock, funds: 100_000 });
    amazon.onSilence(() => {
      isSilent = true;
    });
    queue = await openQueue({ kind: 'postgres', url: database.url }, { log });
    const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: amazon.url }, { log, clock });
    core = makeCore(database.db, { clock, queue, rewardProviders: new Map([[provider.name, provider]]) });
    company = await makeWalletCompany(core, { engineering: 10_000_000n });
    for (let kill = 0; kill < Number(kills); kill += 1) {
      const giftId = await company.gift('alice', FUNDS);
      valueOf(await core.app.gift.redeem({ person: await company.person('alice'), giftId }));
    }
    itemId = await addGiftCard(core, company, giftCard());
    await setGiftKind(core, company, { itemId, undoMinutes: 0 });
    worker = await start();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await worker?.kill();
    await queue?.close();
    await database?.drop();
    await amazon?.stop();
  });

  function start(): Promise<LargesseProcess> {
    const env = {
      DATABASE_URL: database.url,
      LARGESSE_KEYS: keysToText([TEST_KEY]),
      LARGESSE_DIR: '/nonexistent',
      PORT: '0',
      AMAZON_INCENTIVES_PARTNER_ID: AMAZON.partnerId,
      AMAZON_INCENTIVES_ACCESS_KEY: AMAZON.accessKey,
      AMAZON_INCENTIVES_SECRET_KEY: AMAZON.secretKey,
      AMAZON_INCENTIVES_COUNTRY: 'US',
      AMAZON_INCENTIVES_API_URL: amazon.url,
    };
    return runLargesse({ roles: 'worker', env });
  }

  async function orderCards(): Promise<void> {
    const buyer = await company.person('alice');
    const asked = { buyer, itemId, currency: 'USD', amountMinor: PRICE };
    const placed = await Promise.all(
      Array.from({ length: EACH }, () => core.app.store.order({ ...asked, requestId: core.newId() })),
    );
    orders += placed.map(valueOf).length;
  }

  async function giveCards(): Promise<void> {
    const asked = await Promise.all(Array.from({ length: EACH }, () => company.ask('morgan', 'bob', '7')));
    await core.app.recognition.issue(asked.map(({ id }) => id));
    await core.app.jobs.enqueueDue(dueJobs);
  }

  /** Lets the time of who was killed run out, and waits until all is bought or given back. */
  async function settleAll(): Promise<void> {
    await until(
      'end of all purchases',
      async () => {
        await sql`update reward_order set due_at = now() - interval '1 hour' where due_at > now()`.execute(
          database.db,
        );
        await core.app.jobs.enqueueDue(dueJobs);
        await sleep(200);
        const { rows } = await sql<{ count: number }>`
          select ((select count(*) from reward_order where due_at is not null)
                + (select count(*) from gift_card where status in ('waiting', 'ordered')))::int as count`.execute(
          database.db,
        );
        return rows[0]?.count === 0;
      },
      TIMEOUT_MS,
    );
  }

  /** Both kinds as `sold, what is said of it, where its money is`. */
  async function readAll(): Promise<string[]> {
    const { rows } = await sql<{ id: string; said: string }>`
      select o.id, 'order ' || o.status || ' ' || c.status as said
        from store_order o join checkout c on c.organization_id = o.organization_id and c.id = o.checkout_id
       union all
      select g.id, 'gift ' || k.status || ' ' || g.status
        from gift g join gift_card k on k.organization_id = g.organization_id and k.gift_id = g.id`.execute(
      database.db,
    );
    return rows.map(({ id, said }) => {
      const sold = amazon.cards.filter((card) => card.id === `${AMAZON.partnerId}${providerKeyOf(id)}`);
      return `${sold.length} ${said}`;
    });
  }

  async function balances() {
    const { rows } = await sql<{ kind: string; sum: string }>`
      select a.kind, sum(a.balance)::text as sum from account a
       where a.kind in ('held', 'settled', 'purchased', 'wallet_gift')
         and not (a.kind = 'wallet_gift' and a.owner_id <> ${(await company.person('alice')).id})
       group by 1`.execute(database.db);
    const sums = new Map(rows.map(({ kind, sum }) => [kind, BigInt(sum)]));
    return Object.fromEntries(
      ['held', 'settled', 'purchased', 'wallet_gift'].map((kind) => [kind, sums.get(kind) ?? 0n]),
    );
  }

  it(`has everything bought once by the next, or given back, whenever it was (KILL_SEED=${seed})`, async () => {
    for (let kill = 0; kill < Number(kills); kill += 1) {
      isSilent = false;
      for (let nth = 1 + random(MOST_SILENT); nth > 0; nth -= 1) amazon.fail('silence-after');
      if (random(2) === 0) amazon.obey('F2015');
      await Promise.all([orderCards(), giveCards()]);
      await until('call without an answer', () => isSilent);
      await sleep(random(MOMENT_MS));

      await worker.kill();
      worker = await start();
      await settleAll();
    }

    const all = await readAll();
    expect(all).toHaveLength(2 * EACH * Number(kills));
    const sound = [
      '1 order fulfilled captured',
      '0 order cancelled voided',
      '1 gift bought redeemed',
      '0 gift failed delivered',
      '0 gift failed issued',
    ];
    expect(all.filter((one) => !sound.includes(one))).toEqual([]);
    const fulfilled = BigInt(all.filter((one) => one === sound[0]).length);
    const bought = BigInt(all.filter((one) => one === sound[2]).length);
    expect(amazon.cards).toHaveLength(Number(fulfilled + bought));
    expect(await balances()).toEqual({
      held: 0n,
      settled: fulfilled * PRICE,
      purchased: bought * PRICE,
      wallet_gift: (BigInt(orders) - fulfilled) * PRICE,
    });
    expect((await verifyLedger(database.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(amazon.violations).toEqual([]);
  });
});

/** Whole numbers below a limit, the same for the same seed. */
function randomOf(start: number): (limit: number) => number {
  let state = start;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
