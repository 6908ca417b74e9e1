import { saveGiftCard } from '#src/db/gift/gift-card.ts';
import { markRedeemed } from '#src/db/gift/gift.ts';
import { type GiftToVoid, lockGiftsToVoid } from '#src/db/gift/void.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { must } from '#src/domain/kit/must.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { outstandingAccount, purchasedAccount } from '#src/domain/ledger/accounts.ts';
import { legsBetween, newEntry } from '#src/domain/ledger/entries.ts';
import { giftActivity } from '#src/usecases/gift/steps/gift-activity.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { publishGifts } from '#src/usecases/kit/publish.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { SettledReward } from '#src/usecases/kit/reward-effects.ts';
import { failGiftCard } from './steps/fail-gift-card.ts';

/**
 * Writes of a gift what came of buying its card. Bought, its money leaves its department for good, and its recipient is told where
 * the card is; rejected, it becomes stored value. Leaves alone what was ordered for anything but a gift.
 */
export async function settleGiftCard(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  reward: SettledReward,
): Promise<void> {
  const [gift] = await lockGiftsToVoid(tx, reward.organizationId, [reward.id]);
  if (!gift?.card) return;
  const card = { name: must(gift.card.name, 'name of a card that was ordered') };
  if (reward.status === 'bought') await buy(deps, tx, gift, card.name);
  else await failGiftCard(deps, tx, gift, { card, why: 'rejected', reason: reward.reason });
}

async function buy(deps: Pick<Deps, 'newId'>, tx: Tx, gift: GiftToVoid, card: string): Promise<void> {
  const { organizationId, giftId, recipientId, recognitionId, amountMinor } = gift;
  await saveGiftCard(tx, gift, 'buy');
  const department = { organizationId, id: gift.departmentId, currency: gift.currency };
  const [from, to] = [outstandingAccount(department), purchasedAccount(department)];
  const accounts = await lockAccounts(tx, [from, to], deps.newId);
  const entry = newEntry(deps, tx, {
    kind: 'gift.bought',
    organizationId,
    subject: { type: 'gift', id: giftId },
    legs: legsBetween(accountNamed(accounts, from), accountNamed(accounts, to), amountMinor),
  });
  await postEntries(tx, [entry], accounts);
  await markRedeemed(tx, gift, tx.now);
  const event = { kind: 'gift.bought' as const, actorId: null, subjectId: recipientId };
  await insertActivities(tx, [giftActivity(deps, tx, gift, event)]);
  await publishGifts(deps, tx, { type: 'gift.redeemed', gifts: [gift], more: { redeemedBy: recipientId } });
  const detail = { giver: gift.giverName, card, money: storeMoney(gift) };
  const about = { organizationId, personId: recipientId, subjectId: giftId };
  await notify(deps, tx, [{ ...about, kind: 'gift.card-bought', detail }]);
  await refreshCards(tx, organizationId, [giftId, recognitionId, recipientId]);
}
