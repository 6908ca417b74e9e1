import { saveChosenCard } from '#src/db/gift/gift-card.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockItemShared } from '#src/db/store/store-item.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { cardIn, refusalOfChoice } from '#src/domain/store/card-choice.ts';
import { giftActivity } from '#src/usecases/gift/steps/gift-activity.ts';
import { refusalOfFrozenWallet } from '#src/usecases/gift/steps/guard-redeem.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { findUndoneUntil } from './steps/find-undone-until.ts';
import { lockCardGift } from './steps/lock-card-gift.ts';

type ChooseDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/** `insteadOf`: the item that was chosen when its recipient looked; null: none was. */
export type ChosenCard = { person: Person; giftId: string; itemId: string; insteadOf: string | null };

/**
 * Chooses the gift card that a gift will be, or another one as long as none is ordered. It is ordered once the giver can no longer take
 * the gift back, or at once if that time is over. The gift’s row is locked first, so that whoever takes it back, or lets it expire, at
 * that moment comes before this, or finds it chosen.
 *
 * Refuses everybody but its recipient as if there were no such gift; what is not, or no longer, to be had for it; and a choice made on
 * a page that does not show the last one. To choose the same twice does it once. Returns the card’s name.
 */
export async function chooseGiftCard(deps: ChooseDeps, asked: ChosenCard): Promise<Outcome<string>> {
  return transact(deps, (tx) => choose(deps, tx, asked));
}

async function choose(
  deps: ChooseDeps,
  tx: Tx,
  { person: asking, giftId, itemId, insteadOf }: ChosenCard,
): Promise<Outcome<string>> {
  const locked = await lockCardGift(deps, tx, { person: asking, giftId });
  if (!locked.ok) return locked;
  const { person, gift, card, claimBy } = locked.value;
  const refusal =
    refusalOfChoice({ ...gift, claimBy, card }, tx.now) ?? (await refusalOfFrozenWallet(deps, tx, person));
  if (refusal) return refused(refusal);
  if (card.status === 'chosen' && card.itemId === itemId) return done(card.name);
  if (card.status === 'chosen' && card.itemId !== insteadOf) {
    return refused({ kind: 'gift-card-chosen', card: card.name });
  }
  const { organizationId } = person;
  const item = await lockItemShared(tx, { organizationId, id: itemId });
  const providers = new Set(deps.rewardProviders.keys());
  const chosen = cardIn(item, { person, money: gift, providers });
  if (!chosen) return refused({ kind: 'gift-card-gone' });
  const dueAt = await findUndoneUntil(tx, gift, tx.now);
  await saveChosenCard(tx, gift, { ...chosen, dueAt });
  const event = { kind: 'gift.card-chosen' as const, actorId: person.id, subjectId: person.id, itemId };
  await insertActivities(tx, [giftActivity(deps, tx, gift, event)]);
  await refreshCards(tx, organizationId, [giftId, gift.recognitionId, person.id]);
  if (dueAt <= tx.now) tx.after('buy-gift-card', [giftId]);
  return done(chosen.name);
}
