import { findGiftCard, findGiftCardRef, type GiftCard, saveGiftCard } from '#src/db/gift/gift-card.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { must } from '#src/domain/kit/must.ts';
import { giftCardMoves, giftMoves } from '#src/domain/states.ts';
import { refusalOfAlteredGifts } from '#src/usecases/gift/steps/refuse-altered-gifts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import { failGiftCard } from './steps/fail-gift-card.ts';
import { insertRewardOrder } from './steps/insert-reward-order.ts';

type OrderDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Orders the card that a gift is, once its giver can no longer take it back. The same transaction says so of the gift, so whoever
 * takes the gift back at that moment has its row first, or finds it ordered: never both. Its money stays with its department until
 * the card is bought.
 *
 * The card of somebody who has left is not bought: their gift becomes stored value, which can be taken back.
 *
 * @throws when the gift or its card was changed past Largesse, so that it is kept as a failed job.
 */
export async function orderGiftCard(deps: OrderDeps, giftId: string): Promise<void> {
  await transact(deps, async (tx) => {
    const ref = await findGiftCardRef(tx, giftId);
    if (!ref) return;
    const { organizationId } = ref;
    const { isDeactivated } = await lockPerson(tx, organizationId, ref.recipientId);
    const [gift] = await lockGiftsToVoid(tx, organizationId, [giftId]);
    const card = await findGiftCard(tx, ref);
    const isOpen = giftMoves.redeem.from.some((status) => status === gift?.status);
    if (!gift || !isOpen || !isToOrder(card)) return;
    if (!card.dueAt || card.dueAt > tx.now) return;
    await requireUnaltered(deps, tx, gift);
    if (isDeactivated) await failGiftCard(deps, tx, gift, { card, why: 'left', reason: '' });
    else await order(tx, gift, card);
  });
}

function isToOrder(card: GiftCard | undefined): card is GiftCard & { name: string } {
  return (
    card !== undefined && card.name !== null && giftCardMoves.order.from.some((from) => from === card.status)
  );
}

async function requireUnaltered(
  deps: OrderDeps,
  tx: Tx,
  { organizationId, giftId }: GiftToVoid,
): Promise<void> {
  const altered = await refusalOfAlteredGifts(deps, tx, { organizationId, giftIds: [giftId] });
  const isKept = await isOnRecord(tx, deps.keys, { organizationId, name: 'gift_card', key: giftId });
  if (altered || !isKept)
    throw new Error(`gift ${giftId} was changed past Largesse; see: largesse audit verify`);
}

async function order(tx: Tx, gift: GiftToVoid, card: GiftCard): Promise<void> {
  const { organizationId, giftId: id, recipientId: personId, amountMinor, currency } = gift;
  await saveGiftCard(tx, gift, 'order');
  const face = { amountMinor, currency };
  const provider = must(card.provider, 'provider of a card');
  const product = must(card.product, 'product of a card');
  await insertRewardOrder(tx, { organizationId, id, personId, provider, product, face });
  await refreshCards(tx, organizationId, [id, gift.recognitionId, personId]);
}
