import { findGiftCard } from '#src/db/gift/gift-card.ts';
import { refusalOfCard } from '#src/domain/gift/gift-card.ts';
import { lockGift } from '#src/db/gift/gift.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import { type RevealDeps, revealReward } from './reveal-reward.ts';
import { refusalToShow } from './steps/refuse-showing.ts';

/** `passedAt`: when the reader last passed a second factor. */
export type RevealedGiftCard = { person: Person; giftId: string; passedAt?: Date | null };

/**
 * Shows the card that somebody was given, to them alone: see `revealReward`, and `refusalToShow` for when it is not shown to them either.
 *
 * Refuses everybody else, and a card that is not bought yet.
 */
export async function revealGiftCard(
  deps: RevealDeps,
  asked: RevealedGiftCard,
): Promise<Outcome<{ values: RewardValue[] }>> {
  const { person, giftId: rewardId } = asked;
  return revealReward(deps, { person, rewardId }, { lockShowable: (tx) => lockShowable(deps, tx, asked) });
}

async function lockShowable(
  deps: RevealDeps,
  tx: Tx,
  { person: asking, giftId, passedAt = null }: RevealedGiftCard,
): Promise<Outcome<undefined>> {
  const { organizationId } = asking;
  const person = await lockPerson(tx, organizationId, asking.id);
  const gift = await lockGift(tx, organizationId, giftId);
  if (!gift || gift.boundTo !== person.id) return refused({ kind: 'not-yours' });
  const card = await findGiftCard(tx, gift);
  const notYet = card?.status === 'bought' ? undefined : refusalOfCard(card);
  if (notYet) return refused(notYet);
  if (card?.status !== 'bought') return refused({ kind: 'not-yours' });
  const isKept = await isOnRecord(tx, deps.keys, { organizationId, name: 'gift_card', key: giftId });
  if (!isKept) return refused({ kind: 'changed-by-hand', what: 'gift' });
  const refusal = await refusalToShow(deps, tx, { person, money: gift, passedAt });
  return refusal ? refused(refusal) : done(undefined);
}
