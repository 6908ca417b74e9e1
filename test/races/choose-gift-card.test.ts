import { describe, expect, it, onTestFinished } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { addGiftCard, giftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';

const { core, other } = await raceCores(2, { ownClocks: true });
const [one, two] = [other(0), other(1)];

const GIFTS = 30;
/** So many gifts at once: all of them wait for one person and one department, and a pool for a connection. */
const AT_ONCE = 10;
const GIVEN_AT = '2026-11-16T10:00:00Z';

/** Alice was given gifts of a dollar, for each of which she chooses one of two cards. */
async function start(rules: { claimDays?: number } = {}) {
  const amazon = await startAmazonServer(core);
  onTestFinished(amazon.stop);
  for (const process of [core, one, two]) sellTo(process, amazon.url);
  for (const { clock } of [core, one, two]) clock.set(GIVEN_AT);
  const company = await makeCompany(core, { engineering: 10_000n, design: null });
  const cinema = await addGiftCard(core, company, giftCard({ name: 'Cinema' }));
  const books = await addGiftCard(core, company, giftCard({ name: 'Books' }));
  await setGiftKind(core, company, rules);
  const asked = await Promise.all(Array.from({ length: GIFTS }, () => company.ask('morgan', 'alice', '1')));
  const { giftIds } = await core.app.recognition.issue(asked.map(({ id }) => id));
  const person = await company.person('alice');
  async function choose({ app }: TestCore, giftId: string, itemId: string): Promise<boolean> {
    return (await app.store.chooseGiftCard({ person, giftId, itemId, insteadOf: null })).ok;
  }
  async function cards() {
    return core.db
      .selectFrom('gift_card')
      .innerJoin('gift', 'gift.id', 'gift_card.gift_id')
      .select(['gift.id', 'gift_card.status as card', 'gift.status as gift', 'gift_card.item_id as itemId'])
      .where('gift_card.organization_id', '=', company.organization.id)
      .execute();
  }
  return { amazon, company, person, cinema, books, giftIds, choose, cards };
}

function sellTo(process: TestCore, apiUrl: string): void {
  const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl }, process);
  (process.rewardProviders as Map<string, RewardProvider>).set(provider.name, provider);
}

/** Does two things to each gift at once, and begins with the one or the other. */
async function raceForEach<A, B>(
  giftIds: readonly string[],
  first: (giftId: string) => Promise<A>,
  second: (giftId: string) => Promise<B>,
): Promise<[A, B][]> {
  const outcomes: [A, B][] = [];
  async function race(giftId: string, index: number): Promise<[A, B]> {
    if (index % 2 === 0) return Promise.all([first(giftId), second(giftId)]);
    const late = second(giftId);
    return Promise.all([first(giftId), late]);
  }
  for (let from = 0; from < giftIds.length; from += AT_ONCE) {
    outcomes.push(...(await Promise.all(giftIds.slice(from, from + AT_ONCE).map(race))));
  }
  return outcomes;
}

describe('choosing a gift card', () => {
  it('in two windows at once chooses one of the two, and the other window hears of it', async () => {
    const { cinema, books, giftIds, choose, cards } = await start();

    const outcomes = await raceForEach(
      giftIds,
      (giftId) => choose(one, giftId, cinema),
      (giftId) => choose(two, giftId, books),
    );

    expect(outcomes.filter(([a, b]) => a !== b)).toHaveLength(GIFTS);
    const chosen = new Map((await cards()).map(({ id, itemId }) => [id, itemId]));
    expect(giftIds.map((id) => chosen.get(id))).toEqual(outcomes.map(([a]) => (a ? cinema : books)));
  });

  it('while its giver undoes the gift is bought once or brings its money back, and never both', async () => {
    const { amazon, company, cinema, giftIds, choose, cards } = await start();
    const morgan = await company.person('morgan');
    one.clock.set('2026-11-16T10:04:59.999Z');
    two.clock.set('2026-11-16T10:05:00Z');

    const outcomes = await raceForEach(
      giftIds,
      async (giftId) => (await one.app.gift.undo({ person: morgan, of: { giftId } })).ok,
      async (giftId) => {
        const isChosen = await choose(two, giftId, cinema);
        await two.app.reward.orderGiftCard(giftId);
        await two.app.reward.buy(giftId);
        return isChosen;
      },
    );

    core.clock.set('2026-11-16T10:05:00Z');
    const undone = outcomes.filter(([isUndone]) => isUndone).length;
    const states = (await cards()).map(({ card, gift }) => `${card} ${gift}`);
    expect(states.filter((state) => state === 'dropped voided')).toHaveLength(undone);
    expect(states.filter((state) => state === 'bought redeemed')).toHaveLength(GIFTS - undone);
    expect(amazon.cards).toHaveLength(GIFTS - undone);
    expect(await company.left('Engineering')).toBe(10_000n - BigInt(GIFTS - undone) * 100n);
  });

  it('at the moment at which the gift expires is chosen or expires, and never both', async () => {
    const { company, cinema, giftIds, choose, cards } = await start({ claimDays: 1 });
    const { expires_at: end } = await core.db
      .selectFrom('gift')
      .select('expires_at')
      .where('id', '=', giftIds[0] ?? '')
      .executeTakeFirstOrThrow();
    one.clock.set(new Date((end?.getTime() ?? 0) - 1).toISOString());
    two.clock.set(end?.toISOString() ?? '');

    const outcomes = await raceForEach(
      giftIds,
      (giftId) => choose(one, giftId, cinema),
      (giftId) => two.app.gift.advanceClaim(giftId),
    );

    core.clock.set(end?.toISOString() ?? '');
    const chosen = outcomes.filter(([isChosen]) => isChosen).length;
    const states = (await cards()).map(({ card, gift }) => `${card} ${gift}`);
    expect(states.filter((state) => state === 'chosen issued')).toHaveLength(chosen);
    expect(states.filter((state) => state === 'dropped expired')).toHaveLength(GIFTS - chosen);
    expect(await company.left('Engineering')).toBe(10_000n - BigInt(chosen) * 100n);
  });

  it('while it is added to the balance is one of the two, and the money is in one place', async () => {
    const { company, person, cinema, giftIds, choose, cards } = await start();

    await raceForEach(
      giftIds,
      (giftId) => choose(one, giftId, cinema),
      (giftId) => two.app.store.keepAsBalance({ person, giftId }),
    );

    // A choice that came first is kept as a balance all the same: nothing was ordered yet.
    const states = (await cards()).map(({ card, gift }) => `${card} ${gift}`);
    expect(states).toEqual(Array(GIFTS).fill('failed redeemed'));
    const wallet = await core.app.queries.wallet.compose(person, person.id);
    expect(wallet?.map(({ giftMinor }) => giftMinor)).toEqual([BigInt(GIFTS) * 100n]);
    expect(await company.left('Engineering')).toBe(10_000n - BigInt(GIFTS) * 100n);
  });
});
