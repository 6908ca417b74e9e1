import { describe, expect, it, onTestFinished } from 'vitest';
import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { addGiftCard, setGiftKind } from '#test/helpers/gift-cards.ts';
import type { TestCore } from '#test/helpers/make-core.ts';
import { raceCores } from '#test/helpers/racing-cores.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';

/** For one of two more processes the gifts can still be undone, for the other they no longer can. */
const { core, other } = await raceCores(2, { ownClocks: true });
const [early, late] = [other(0), other(1)];

/** So many gifts at once: all of them wait for one person and one department, and a pool for a connection. */
const AT_ONCE = 10;

function sellTo({ rewardProviders }: TestCore, provider: RewardProvider): void {
  (rewardProviders as Map<string, RewardProvider>).set(provider.name, provider);
}

describe('undoing a gift when its card is bought', () => {
  it('either brings its money back or buys the card once, and never both', async () => {
    const amazon = await startAmazonServer(late);
    onTestFinished(amazon.stop);
    const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl: amazon.url }, late);
    sellTo(core, provider);
    sellTo(late, provider);
    const company = await makeCompany(core, { engineering: 10_000n, design: null });
    await setGiftKind(core, company, { itemId: await addGiftCard(core, company) });
    const asked = await Promise.all(Array.from({ length: 50 }, () => company.ask('morgan', 'alice', '1')));
    const { giftIds } = await core.app.recognition.issue(asked.map(({ id }) => id));
    const morgan = await company.person('morgan');
    early.clock.set('2026-11-16T10:04:59.999Z');
    late.clock.set('2026-11-16T10:05:00Z');

    async function undo(giftId: string): Promise<boolean> {
      return (await early.app.gift.undo({ person: morgan, of: { giftId } })).ok;
    }
    async function buy(giftId: string): Promise<boolean> {
      await late.app.reward.orderGiftCard(giftId);
      await late.app.reward.buy(giftId);
      return false;
    }
    function raceFor(giftId: string, index: number): Promise<boolean>[] {
      return index % 2 === 0
        ? [undo(giftId), buy(giftId), buy(giftId)]
        : [buy(giftId), buy(giftId), undo(giftId)];
    }
    const outcomes: boolean[] = [];
    for (let first = 0; first < giftIds.length; first += AT_ONCE) {
      outcomes.push(...(await Promise.all(giftIds.slice(first, first + AT_ONCE).flatMap(raceFor))));
    }

    core.clock.set('2026-11-16T10:05:00Z');
    const undone = outcomes.filter(Boolean).length;
    const cards = await core.db
      .selectFrom('gift_card')
      .innerJoin('gift', 'gift.id', 'gift_card.gift_id')
      .select(['gift_card.status as card', 'gift.status as gift'])
      .where('gift_card.organization_id', '=', company.organization.id)
      .execute();
    expect(cards.filter(({ card, gift }) => card === 'dropped' && gift === 'voided')).toHaveLength(undone);
    expect(cards.filter(({ card, gift }) => card === 'bought' && gift === 'redeemed')).toHaveLength(
      50 - undone,
    );
    expect(amazon.cards).toHaveLength(50 - undone);
    expect(await company.left('Engineering')).toBe(5_000n + BigInt(undone) * 100n);
  });
});
