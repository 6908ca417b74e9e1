import { getClaim } from '#src/db/gift/claim-deadline.ts';
import { findGiftCard } from '#src/db/gift/gift-card.ts';
import { getGiftState } from '#src/db/gift/gift.ts';
import { getPerson } from '#src/db/people/person.ts';
import { listItems } from '#src/db/store/store-item.ts';
import type { Scope } from '#src/domain/people/access.ts';
import { type CardChoice, cardIn, refusalOfChoice } from '#src/domain/store/card-choice.ts';
import { findReceivedGift } from '#src/usecases/gift/find-gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { findUndoneUntil } from './steps/find-undone-until.ts';

/**
 * What a person may choose for a gift that they were given; undefined where it is another’s, the reader may not see it, or nobody
 * chooses what it is.
 */
export async function findCardChoice(
  deps: Pick<Deps, 'db' | 'clock' | 'rewardProviders'>,
  scope: Scope,
  giftId: string,
  personId: string,
): Promise<CardChoice | undefined> {
  const { db, clock } = deps;
  const { organizationId } = scope;
  const gift = await findReceivedGift(deps, scope, giftId, personId);
  if (!gift) return undefined;
  const now = clock.now();
  const [card, state, { claimBy }, person, items] = await Promise.all([
    findGiftCard(db, { organizationId, giftId }),
    getGiftState(db, { organizationId, id: giftId }),
    getClaim(db, { organizationId, giftId }),
    getPerson(db, organizationId, personId),
    listItems(db, { organizationId, withRetired: false }),
  ]);
  const refusal = refusalOfChoice({ ...state, claimBy, card }, now);
  if (refusal?.kind === 'not-yours') return undefined;
  const undoneUntil = await findUndoneUntil(db, { organizationId, ...state }, now);
  const providers = new Set(deps.rewardProviders.keys());
  const { money } = gift;
  return {
    gift,
    refusal,
    items: refusal ? [] : items.filter((item) => cardIn(item, { person, money, providers })),
    chosenId: card?.itemId ?? null,
    boughtAt: undoneUntil > now ? undoneUntil : undefined,
  };
}
